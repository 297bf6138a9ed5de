import Dispatcher
import HTTPTypes
package import Workflow

/// The API's document (OpenAPI 3.1), made of the endpoints that the router is made of.
package struct OpenAPIDocument {
    private let endpoints: [Endpoint]
    private let language: Language
    private var schemas: [String: JSONValue] = [:]

    /// Writes the document.
    ///
    /// - Parameters:
    ///   - endpoints: what is served.
    ///   - language: of its words.
    /// - Returns: the document.
    package static func json(_ endpoints: [Endpoint], language: Language) -> JSONValue {
        var document = OpenAPIDocument(endpoints: endpoints, language: language)
        return document.json()
    }

    private init(endpoints: [Endpoint], language: Language) {
        self.endpoints = endpoints
        self.language = language
    }

    private mutating func json() -> JSONValue {
        var paths: JSONObject = [:]
        for endpoint in endpoints {
            let method = endpoint.method.rawValue.lowercased()
            var path = paths[endpoint.path]?.object ?? [:]
            path[method] = operation(endpoint)
            paths[endpoint.path] = .object(path)
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Whistle 吹哨", "version": "1",
                "description": .string(
                    say(
                        "小区吹哨、部门报到：派单引擎的接口。错误为 RFC 9457 问题文档；写入可带 Idempotency-Key。",
                        "The dispatch engine's API. Errors are RFC 9457 problem documents; every write takes an Idempotency-Key."
                    )
                ),
            ],
            "tags": .array(Endpoint.Tag.allCases.map { ["name": .string($0.rawValue)] }),
            "paths": .object(paths),
            "components": [
                "schemas": .object(JSONObject(schemas.map { ($0.key, $0.value) })),
                "securitySchemes": [
                    "token": ["type": "http", "scheme": "bearer"],
                    "session": ["type": "apiKey", "in": "cookie", "name": "whistle"],
                ],
            ],
        ]
    }

    private mutating func operation(_ endpoint: Endpoint) -> JSONValue {
        var operation: JSONObject = [
            "operationId": .string(endpoint.id), "tags": [.string(endpoint.tag.rawValue)],
            "summary": .string(endpoint.summary(language)), "responses": responses(endpoint),
        ]
        let parameters = endpoint.parameters.filter { $0.place != .form }
        if !parameters.isEmpty {
            operation["parameters"] = .array(parameters.map { parameter($0, endpoint.dialect) })
        }
        if let body = endpoint.body {
            var content: JSONObject = ["application/json": ["schema": schema(body)]]
            if endpoint.pictures != nil { content[Gate.filesType] = withFiles(body) }
            operation["requestBody"] = ["required": true, "content": .object(content)]
        }
        if endpoint.takesForm { operation["requestBody"] = form(endpoint) }
        if endpoint.takesFiles { operation["requestBody"] = Self.files }
        switch endpoint.access {
        case .open, .anybody: break
        case .halfSignedIn, .signedIn, .scope: operation["security"] = [["token": []], ["session": []]]
        }
        return .object(operation)
    }

    /// A form with files.
    private static let files: JSONValue = [
        "required": true,
        "content": [
            "multipart/form-data": [
                "schema": [
                    "type": "object", "required": ["files"], "additionalProperties": false,
                    "properties": [
                        "files": [
                            "type": "array", "minItems": 1, "maxItems": 32,
                            "items": ["type": "string", "format": "binary"],
                        ]
                    ],
                ]
            ]
        ],
    ]

    /// A form of names and values: what is not known is passed over.
    private mutating func form(_ endpoint: Endpoint) -> JSONValue {
        var (properties, patterns): (JSONObject, JSONObject) = ([:], [:])
        let parameters = endpoint.parameters.filter { $0.place == .form }
        for parameter in parameters {
            if case .map(let inner, _) = parameter.shape.bare {
                patterns["^\(parameter.name)\\[[^\\[\\]]+\\](\\[\\])?$"] = schema(inner)
            } else {
                properties[parameter.name] = schema(parameter, endpoint.dialect)
            }
        }
        var schema: JSONObject = ["type": "object", "properties": .object(properties)]
        if !patterns.isEmpty { schema["patternProperties"] = .object(patterns) }
        let required = parameters.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { schema["required"] = .array(required) }
        var content: JSONObject = [Gate.formType: ["schema": .object(schema)]]
        if endpoint.pictures != nil {
            properties["media"] = Self.pictures
            schema["properties"] = .object(properties)
            content[Gate.filesType] = ["schema": .object(schema)]
        }
        return ["required": true, "content": .object(content)]
    }

    /// A form that holds a body of JSON, and pictures.
    private mutating func withFiles(_ body: Shape) -> JSONValue {
        [
            "schema": [
                "type": "object", "required": ["body"], "additionalProperties": false,
                "properties": ["body": schema(body), "files": Self.pictures],
            ],
            "encoding": ["body": ["contentType": "application/json"]],
        ]
    }

    private static let pictures: JSONValue = [
        "type": "array", "maxItems": .int(Int64(AttachmentLimits.ofResidents.filesOfUpload)),
        "items": ["type": "string", "format": "binary"],
    ]

    /// What a parameter looks like; where an empty one counts as none, it may be empty, too.
    private mutating func schema(_ parameter: Parameter, _ dialect: Dialect) -> JSONValue {
        let wanted = schema(parameter.shape)
        let mayBeEmpty = dialect.isLenient && !parameter.isRequired
        return mayBeEmpty ? ["anyOf": [wanted, ["type": "string", "maxLength": 0]]] : wanted
    }

    private mutating func parameter(_ parameter: Parameter, _ dialect: Dialect) -> JSONValue {
        [
            "name": .string(parameter.name), "in": .string(parameter.place.rawValue),
            "required": .bool(parameter.isRequired), "description": .string(parameter.note(language)),
            "schema": schema(parameter, dialect),
        ]
    }

    private mutating func responses(_ endpoint: Endpoint) -> JSONValue {
        var responses: JSONObject = [:]
        for answer in endpoint.answers {
            var members: JSONObject = ["description": .string(answer.note(language))]
            if let body = answer.body {
                let schema = schema(body)
                members["content"] = .object(JSONObject(answer.mediaTypes.map { ($0, ["schema": schema]) }))
            }
            if !answer.headers.isEmpty {
                let headers = answer.headers.map {
                    ($0.canonicalName, JSONValue.object(["schema": ["type": "string"]]))
                }
                members["headers"] = .object(JSONObject(headers))
            }
            responses["\(answer.status.code)"] = .object(members)
        }
        for status in endpoint.allRefusals {
            responses["\(status.code)"] = [
                "description": .string(status.reasonPhrase),
                "content": .object([endpoint.dialect.mediaType: ["schema": schema(endpoint.dialect.refusal)]]),
            ]
        }
        return .object(responses)
    }

    private mutating func schema(_ shape: Shape) -> JSONValue {
        shape.schema(in: language, named: &schemas)
    }

    private func say(_ zh: String, _ en: String) -> String { Bilingual(zh: zh, en: en)(language) }
}

extension Endpoint {
    /// With which statuses it may refuse: its own, and those that what stands before it adds.
    var allRefusals: [HTTPResponse.Status] {
        var statuses = refusals + [.tooManyRequests]
        if !parameters.isEmpty || body != nil { statuses.append(.badRequest) }
        if body != nil || takesFiles || takesForm {
            statuses += [.requestTimeout, .contentTooLarge, .unsupportedMediaType]
        }
        switch access {
        case .open: break
        case .anybody: statuses += [.internalServerError, .serviceUnavailable]
        case .halfSignedIn, .signedIn, .scope:
            statuses += [.unauthorized, .forbidden, .internalServerError, .serviceUnavailable]
        }
        return Array(Set(statuses.map(dialect.status))).sorted { $0.code < $1.code }
    }
}

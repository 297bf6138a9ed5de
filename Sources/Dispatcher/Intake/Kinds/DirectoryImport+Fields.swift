import Tabular
import Workflow

extension DirectoryImport {
    /// The columns of a directory.
    ///
    /// - Parameter clocks: the clocks that a rule can limit.
    /// - Returns: the columns in the order of a template.
    static func fields(_ clocks: [ClockName: ClockDefinition]) -> [FieldSpec] {
        [
            FieldSpec(
                "rule",
                headings: ["规则编号", "编号"],
                aliases: ["id"],
                isRequired: true,
                note: "唯一",
                example: "R010"
            ),
            FieldSpec(
                "category",
                headings: ["类别", "事项类别", "诉求类别"],
                isRequired: true,
                note: "用 / 分级；对其下各级都有效",
                example: "市容环卫/店外经营"
            ),
            FieldSpec(
                "place_code",
                headings: ["地点编码", "适用范围", "地点"],
                aliases: ["place"],
                note: "适用的地方（单位编码）；空：全区",
                example: "990101001"
            ),
            FieldSpec(
                "attributes",
                headings: ["适用属性", "地点属性"],
                aliases: ["area_type"],
                note: "只用于具有这些属性的地方，如 三无、老旧小区；空：都适用"
            ),
            FieldSpec(
                "lead_code",
                headings: ["主办单位编码", "主办单位", "主办"],
                aliases: ["lead"],
                isRequired: true,
                note: "主办单位的编码",
                example: "990101D01"
            ),
            FieldSpec(
                "co_handler_codes",
                headings: ["协办单位编码", "协办单位", "协办"],
                aliases: ["co_handlers"],
                note: "协办单位的编码，可以有几个"
            ),
        ]
            + limits(clocks) + basis
    }

    private static func limits(_ clocks: [ClockName: ClockDefinition]) -> [FieldSpec] {
        clocks.sorted { $0.key < $1.key }.map { name, clock in
            FieldSpec(
                name.text,
                headings: [clock.title.zh],
                aliases: [clock.title.en, "limits.\(name)"],
                note: "如 24h、2wh、5wd；空：按定义",
                example: name == "whole" ? "3wd" : ""
            )
        }
    }

    private static var basis: [FieldSpec] {
        [
            FieldSpec("duty", headings: ["履职类别", "职责"], note: "基本履职、配合履职、上级收回；空：基本履职", example: "基本履职"),
            FieldSpec(
                "evidence",
                headings: ["取证", "取证种类"],
                note: "照片、录像、位置、材料、检测；须写明必要性和批准；文字说明总可以代替"
            ),
            FieldSpec("necessity", headings: ["取证必要性", "必要性"], note: "为什么非此不能判断"),
            FieldSpec("approval", headings: ["取证批准", "批准文号"], note: "区里批准的文件"),
            FieldSpec("source", headings: ["依据", "来源"], note: "法规或文件", example: "《城市市容和环境卫生管理条例》"),
        ]
    }
}

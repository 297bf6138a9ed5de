package import Dispatcher
package import Outward
package import Workflow

/// By which channels messages leave, as the file says: gateways, robots, mail, the duty phone.
package struct ChannelBook: Hashable, Sendable {
    /// A group's robot.
    package struct RobotPlan: Hashable, Sendable {
        /// The channel's name.
        package let name: String
        /// Whose robot it is.
        package let kind: Robot.Kind
        /// The address that the group gave; a secret.
        package let url: String
        /// What messages are signed with; nil: they are not.
        package let secret: String?
        /// The codes of the units whose group it is.
        package let units: Set<String>
        /// How many a minute; nil: as its kind usually takes.
        package let perMinute: Int?
    }

    /// A mail server, and the mailboxes of units.
    package struct MailPlan: Hashable, Sendable {
        /// The server: `smtps://host:465`, or `smtp://host:587` with STARTTLS.
        package let server: String
        /// Whether what is not encrypted is refused.
        package let mustEncrypt: Bool
        /// A file of certificates that are trusted; nil: the system's.
        package let authorities: String?
        /// Who signs in; nil: nobody.
        package let user: String?
        /// With which password.
        package let password: String?
        /// The sender's address.
        package let from: String
        /// Mailboxes by the code of their unit.
        package let units: [String: [String]]
        /// Whether digests go to people's own mailboxes, where they have one.
        package let tellsPeople: Bool
        /// How many a minute; nil: as many as there are.
        package let perMinute: Int?
    }

    /// What rings where a short limit passed and nobody signed.
    package struct DutyPhone: Hashable, Sendable {
        /// The gateway that rings.
        package let gateway: String
        /// Clocks whose steps after the expiry ring.
        package let clocks: Set<String>
        /// The telephones of duty desks by the code of their unit; a unit without one is answered for by the nearest above,
        /// or else by the people who are told.
        package let units: [String: String]
        /// How often it rings again.
        package let every: Duration
        /// How often in all, as long as nobody has acted.
        package let times: Int
    }

    /// The language of what is said.
    package let language: Language
    /// Where people read on; `${number}` stands for the ticket's.
    package let link: String?
    /// How many days the call log is kept: 180 at the least.
    package let keepDays: Int
    /// The gateways, in the order of their names.
    package let gateways: [GatewayPlan]
    /// The robots, in the order of their names.
    package let robots: [RobotPlan]
    /// Mail; nil: none.
    package let mail: MailPlan?
    /// The duty phone; nil: none.
    package let duty: DutyPhone?

    /// The name of the channel that is mail.
    package static let mailName = "mail"

    /// How gateways tell what became of what they took, by their names.
    package var receipts: [String: ReceiptPlan] {
        Dictionary(
            gateways.compactMap { gateway in gateway.delivery.map { (gateway.name, $0) } },
            uniquingKeysWith: { $1 }
        )
    }

    /// The channels that it describes, each ready to send.
    package func channels(_ caller: HTTPCaller) -> [any Channel] {
        let gateways: [any Channel] = gateways.map { Gateway($0, caller: caller) }
        let robots: [any Channel] = robots.map { robot in
            Robot(
                name: robot.name,
                kind: robot.kind,
                url: robot.url,
                secret: robot.secret,
                perMinute: robot.perMinute,
                caller: caller
            )
        }
        return gateways + robots + (mail.map { [MailChannel($0)] } ?? [])
    }

    /// The first gateway of a form that has one of some templates.
    func gateway(_ form: Gateway.Form, _ templates: [String]) -> GatewayPlan? {
        gateways.first { $0.form == form && $0.template(templates) != nil }
    }
}

import Testing
import Workflow

/// Notices as the State Council's office published them, against the list of days that others made of them.
@Suite struct HolidayNoticeTests {
    @Test(arguments: [2018, 2023, 2024, 2025, 2026])
    func `a real notice says the days of the list, and nothing else`(_ year: Int) throws {
        let text = try #require(Self.notices[year])
        let notice = try #require(HolidayNotice(text))
        #expect(notice.year == year)
        #expect(notice.doubts == [])
        // The notice of a year says also which days of the December before belong to its new year's.
        let wanted = CalendarSamples.china.exceptions.filter { day in
            (day.date.year == year && !(day.date.month == 12 && day.name == "元旦"))
                || (day.date.year == year - 1 && day.date.month == 12 && day.name == "元旦")
        }
        #expect(notice.days.map { "\($0.date) \($0.kind)" } == wanted.map { "\($0.date) \($0.kind)" })
        #expect(Set(notice.days.map(\.name)) == Set(wanted.map(\.name)))
    }

    @Test(arguments: [
        (2019, ["2019-04-28 makeUp", "2019-05-02 off", "2019-05-03 off", "2019-05-04 off", "2019-05-05 makeUp"]),
        (2020, ["2020-01-31 off", "2020-02-01 makeUp", "2020-02-01 off", "2020-02-02 off", "2020-02-03 makeUp"]),
    ])
    func `of a year with a second notice it is the first one`(_ year: Int, _ amended: [String]) throws {
        let notice = try #require(Self.notices[year].flatMap { HolidayNotice($0) })
        #expect(notice.doubts == [])
        let list = CalendarSamples.china.exceptions.filter { $0.date.year == year }
        let ofYear = notice.days.filter { $0.date.year == year }
        let differing = Set(ofYear).symmetricDifference(list).map { "\($0.date) \($0.kind)" }
        #expect(differing.sorted() == amended)
    }

    @Test func `copied in one line, with wide signs, or without numbers it says the same`() throws {
        let text = try #require(Self.notices[2025])
        let whole = try #require(HolidayNotice(text))
        let line = text.replacing("\n", with: "")
        let wide = text.replacing(":", with: "：").replacing("(", with: "（").replacing(")", with: "）")
            .replacing(",", with: "，").replacing("2", with: "２").replacing("月", with: " 月")
        let plain = text.replacing(#/[一二三四五六]、/#, with: "- ")
        let breaks = text.replacing("\n", with: "\r\n")
        for copy in [line, wide, plain, breaks] { #expect(HolidayNotice(copy) == whole) }
        #expect(HolidayNotice(text + "元旦将在1月3日放假,1月4日上班。") == whole)
    }

    @Test func `a slip of whoever copied it is told`() throws {
        let notice = try #require(
            HolidayNotice("现将2026年安排通知如下。一、元旦:1月1日(周四)至3日(周六)放假调休,共4天。1月4日(周六)上班。二、春节:1月3日上班。")
        )
        #expect(
            notice.doubts.map(\.zh) == ["元旦：写共 4 天，读出 3 天", "2026-01-04 写作周六，实际不是", "2026-01-03 既写放假又写上班"]
        )
        #expect(notice.days.count == 4)
    }

    @Test(arguments: ["", "今天放假", "一、元旦:1月1日放假。", "关于2026年的通知", "2026年 一、元旦:2月30日放假。", "一、:2026年1月1日放假"])
    func `what is no notice is none`(_ text: String) {
        #expect(HolidayNotice(text) == nil)
    }

    @Test func `what joins the years joins them also where one of them is left out`() throws {
        let text = "关于2023年的通知\n元旦:12月31日至1月2日放假。12月25日上班"
        let notice = try #require(HolidayNotice(text.replacing("12月31日至", with: "2022年12月31日至")))
        #expect(notice.days.map { "\($0.date)" } == ["2022-12-25", "2022-12-31", "2023-01-01", "2023-01-02"])
    }

    /// Their items; what stands around them is alike every year.
    private static let notices: [Int: String] = [
        2018: """
        国务院办公厅关于2018年部分节假日安排的通知
        一、元旦:1月1日放假,与周末连休。
        二、春节:2月15日至21日放假调休,共7天。2月11日(星期日)、2月24日(星期六)上班。
        三、清明节:4月5日至7日放假调休,共3天。4月8日(星期日)上班。
        四、劳动节:4月29日至5月1日放假调休,共3天。4月28日(星期六)上班。
        五、端午节:6月18日放假,与周末连休。
        六、中秋节:9月24日放假,与周末连休。
        七、国庆节:10月1日至7日放假调休,共7天。9月29日(星期六)、9月30日(星期日)上班。
        节假日期间,各地区、各部门要妥善安排好值班和安全、保卫等工作。
        2017年11月30日
        """,
        2019: """
        国务院办公厅关于2019年部分节假日安排的通知
        一、元旦: 2018年12月30日至2019年1月1日放假调休,共3天。2018年12月29日(星期六)上班。
        二、春节: 2月4日至10日放假调休,共7天。2月2日(星期六)、2月3日(星期日)上班。
        三、清明节: 4月5日放假,与周末连休。
        四、劳动节: 5月1日放假。
        五、端午节: 6月7日放假,与周末连休。
        六、中秋节: 9月13日放假,与周末连休。
        七、国庆节: 10月1日至7日放假调休,共7天。9月29日(星期日)、10月12日(星期六)上班。
        """,
        2020: """
        经国务院批准,现将2020年元旦、春节、清明节、劳动节、端午节、国庆节和中秋节放假调休日期的具体安排通知如下。
        一、元旦:2020年1月1日放假,共1天。
        二、春节:1月24日至30日放假调休,共7天。1月19日(星期日)、2月1日(星期六)上班。
        三、清明节:4月4日至6日放假调休,共3天。
        四、劳动节:5月1日至5日放假调休,共5天。4月26日(星期日)、5月9日(星期六)上班。
        五、端午节:6月25日至27日放假调休,共3天。6月28日(星期日)上班。
        六、国庆节、中秋节:10月1日至8日放假调休,共8天。9月27日(星期日)、10月10日(星期六)上班。
        """,
        2023: """
        国务院办公厅关于2023年
        部分节假日安排的通知
        国办发明电〔2022〕16号
        一、元旦:2022年12月31日至2023年1月2日放假调休,共3天。
        二、春节:1月21日至27日放假调休,共7天。1月28日(星期六)、1月29日(星期日)上班。
        三、清明节:4月5日放假,共1天。
        四、劳动节:4月29日至5月3日放假调休,共5天。4月23日(星期日)、5月6日(星期六)上班。
        五、端午节:6月22日至24日放假调休,共3天。6月25日(星期日)上班。
        六、中秋节、国庆节:9月29日至10月6日放假调休,共8天。10月7日(星期六)、10月8日(星期日)上班。
        """,
        2024: """
        国务院办公厅关于2024年部分节假日安排的通知
        一、元旦:1月1日放假,与周末连休。
        二、春节:2月10日至17日放假调休,共8天。2月4日(星期日)、2月18日(星期日)上班。鼓励各单位结合带薪年休假等制度落实,安排职工在除夕(2月9日)休息。
        三、清明节:4月4日至6日放假调休,共3天。4月7日(星期日)上班。
        四、劳动节:5月1日至5日放假调休,共5天。4月28日(星期日)、5月11日(星期六)上班。
        五、端午节:6月10日放假,与周末连休。
        六、中秋节:9月15日至17日放假调休,共3天。9月14日(星期六)上班。
        七、国庆节:10月1日至7日放假调休,共7天。9月29日(星期日)、10月12日(星期六)上班。
        """,
        2025: """
        国务院办公厅关于2025年部分节假日安排的通知
        经党中央、国务院批准,根据2024年11月修订的《全国年节及纪念日放假办法》,自2025年1月1日起,全体公民放假的假日增加2天,
        其中春节、劳动节各增加1天。除个别特殊情形外,春节自农历除夕起放假调休8天,国庆节自10月1日起放假调休7天,劳动节放假调休5天。
        一、元旦:1月1日(周三)放假1天,不调休。
        二、春节:1月28日(农历除夕、周二)至2月4日(农历正月初七、周二)放假调休,共8天。1月26日(周日)、2月8日(周六)上班。
        三、清明节:4月4日(周五)至6日(周日)放假,共3天。
        四、劳动节:5月1日(周四)至5日(周一)放假调休,共5天。4月27日(周日)上班。
        五、端午节:5月31日(周六)至6月2日(周一)放假,共3天。
        六、国庆节、中秋节:10月1日(周三)至8日(周三)放假调休,共8天。9月28日(周日)、10月11日(周六)上班。
        节假日期间,各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作,遇有重大突发事件,要按规定及时报告并妥善处置。
        """,
        2026: """
        国务院办公厅关于2026年部分节假日安排的通知
        一、元旦:1月1日(周四)至3日(周六)放假调休,共3天。1月4日(周日)上班。
        二、春节:2月15日(农历腊月二十八、周日)至23日(农历正月初七、周一)放假调休,共9天。2月14日(周六)、2月28日(周六)上班。
        三、清明节:4月4日(周六)至6日(周一)放假,共3天。
        四、劳动节:5月1日(周五)至5日(周二)放假调休,共5天。5月9日(周六)上班。
        五、端午节:6月19日(周五)至21日(周日)放假,共3天。
        六、中秋节:9月25日(周五)至27日(周日)放假,共3天。
        七、国庆节:10月1日(周四)至7日(周三)放假调休,共7天。9月20日(周日)、10月10日(周六)上班。
        鼓励单位和个人结合落实带薪年休假等制度,实际形成较长假期,推动错峰出行。
        """,
    ]
}

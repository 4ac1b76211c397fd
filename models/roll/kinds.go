package roll

// Channels are the thirteen 公开渠道和载体 of the standard catalogues, in their
// order.
var Channels = []string{"政府网站", "政府公报", "两微一端", "发布会/听证会", "广播电视", "纸质媒体", "公开查阅点", "政务服务中心", "便民服务站", "入户/现场",
	"社区/企事业单位/村公示栏（电子屏）", "精准推送", "其他"}

// catalogue is 基层政务公开标准目录: the row model of the 26 standard guides that
// 国办发〔2019〕54号 asks the grass roots to follow, in the official order of the
// columns with their header of two rows. The last two columns are the bureau's
// own: who keeps the row, and where on this site it is published.
var catalogue = &Kind{ID: "catalogue", Name: "level2", Title: "基层政务公开标准目录", Fixed: true, check: checkCatalogue,
	About: "按照国办发〔2019〕54号的要求编制。每一行至少选一种渠道、一类对象和一个层级，公开方式二选一。",
	Columns: []Column{
		{Key: "seq", Title: "序号", Type: Serial, Width: 5},
		{Key: "level1", Group: "公开事项", Title: "一级事项", Other: []string{"一级公开事项"}, Type: Text, Required: true, Carry: true, Filter: true, Width: 10, Hint: "财政预决算"},
		{Key: "level2", Group: "公开事项", Title: "二级事项", Other: []string{"二级公开事项"}, Type: Text, Required: true, Carry: true, Width: 12, Hint: "部门预算"},
		{Key: "level3", Group: "公开事项", Title: "三级事项", Other: []string{"三级公开事项"}, Type: Text, Width: 12},
		{Key: "content", Title: "公开内容（要素）", Other: []string{"公开内容"}, Type: Long, Required: true, Width: 30, Hint: "部门收支总表；部门收入总表；部门支出总表"},
		{Key: "basis", Title: "公开依据", Type: Long, Required: true, Width: 24, Hint: "《中华人民共和国预算法》"},
		{Key: "limit", Title: "公开时限", Type: Text, Required: true, Width: 14, Hint: "批复后 20 日内"},
		{Key: "body", Title: "公开主体", Type: Text, Required: true, Width: 12, Hint: "区财政局"},
		{Key: "channels", Title: "公开渠道和载体", Other: []string{"公开渠道"}, Type: Multi, Options: Channels, Required: true, Width: 20, Hint: "政府网站、公开查阅点"},
		{Key: "everyone", Group: "公开对象", Title: "全社会", Type: Tick, Width: 7, Hint: "√"},
		{Key: "some", Group: "公开对象", Title: "特定群体", Type: Text, Width: 9},
		{Key: "active", Group: "公开方式", Title: "主动", Other: []string{"主动公开"}, Type: Tick, Width: 6, Hint: "√"},
		{Key: "request", Group: "公开方式", Title: "依申请", Other: []string{"依申请公开"}, Type: Tick, Width: 7},
		{Key: "city", Group: "公开层级", Title: "市级", Other: []string{"市"}, Type: Tick, Width: 6},
		{Key: "county", Group: "公开层级", Title: "县级", Other: []string{"县", "区县级", "区级", "县（区）级"}, Type: Tick, Width: 6, Hint: "√"},
		{Key: "town", Group: "公开层级", Title: "乡级", Other: []string{"乡", "乡镇级", "乡、镇级"}, Type: Tick, Width: 6},
		{Key: "section", Title: "责任科室", Type: Section, Inner: true, Required: true, Width: 12, Hint: "预算科"},
		{Key: "paths", Title: "公开栏目", Other: []string{"栏目网址", "公开栏目网址"}, Type: Paths, Inner: true, Required: true, Width: 18, Hint: "zwgk/yjs"},
	}}

// powers is 权责清单: what 中办发〔2015〕21号 asks of the lists of powers and
// duties of local governments' departments.
var powers = &Kind{ID: "powers", Name: "name", Title: "权责清单",
	About: "按照中办发〔2015〕21号的要求编制。每一项权力写明依据、责任和承办科室。",
	Columns: []Column{
		{Key: "seq", Title: "序号", Type: Serial, Width: 5},
		{Key: "class", Title: "权力类型", Other: []string{"职权类型", "权力类别", "事项类型"}, Type: Enum, Required: true, Carry: true, Filter: true, Width: 10, Hint: "行政处罚",
			Options: []string{"行政许可", "行政处罚", "行政强制", "行政征收", "行政给付", "行政检查", "行政确认", "行政奖励", "行政裁决", "其他行政权力"}},
		{Key: "name", Title: "事项名称", Other: []string{"项目名称", "职权名称", "权力名称", "权力事项"}, Type: Text, Required: true, Width: 20, Hint: "对违反政府采购规定的处罚"},
		{Key: "part", Title: "子项名称", Other: []string{"子项"}, Type: Text, Width: 16},
		{Key: "basis", Title: "实施依据", Other: []string{"设定依据", "法律依据", "职权依据"}, Type: Long, Required: true, Width: 34, Hint: "《中华人民共和国政府采购法》第七十一条"},
		{Key: "duty", Title: "责任事项", Type: Long, Required: true, Width: 26, Hint: "立案、调查、审查、告知、决定、送达、执行"},
		{Key: "blame", Title: "追责情形", Other: []string{"追责情形及依据"}, Type: Long, Width: 24},
		{Key: "body", Title: "实施主体", Other: []string{"行使主体"}, Type: Text, Required: true, Width: 12, Hint: "区财政局"},
		{Key: "section", Title: "承办科室", Other: []string{"承办机构", "责任科室"}, Type: Section, Required: true, Filter: true, Width: 12, Hint: "政府采购管理科"},
		{Key: "phone", Title: "监督电话", Type: Text, Width: 13, Hint: "023-0000 0000"},
		{Key: "note", Title: "备注", Type: Text, Width: 12},
	}}

// subsidies is 惠民惠农财政补贴公示: 财农〔2020〕11号 asks for publication of who
// received what; 个人信息保护法 and 条例第十五条 for no more of a person than that
// needs. Rows leave the public page a year after they came, unless the bureau
// states another day.
var subsidies = &Kind{ID: "subsidies", Name: "name", Title: "惠民惠农补贴公示", Keep: 365, check: checkSubsidies,
	About: "公示补贴发放结果。身份证号、银行账号和手机号码导入时即遮盖，系统不保存原号；公示期满后名单不再显示。",
	Columns: []Column{
		{Key: "seq", Title: "序号", Type: Serial, Width: 5},
		{Key: "name", Title: "姓名", Other: []string{"户主姓名", "领取人", "补贴对象", "受益人", "户主"}, Type: Text, Required: true, Mask: NameMask, Width: 10, Hint: "示例户"},
		{Key: "idno", Title: "身份证号", Other: []string{"身份证号码", "公民身份号码", "证件号码", "证件号"}, Type: Text, Mask: IDMask, Width: 20},
		{Key: "town", Title: "乡镇（街道）", Other: []string{"乡镇", "街道", "镇乡"}, Type: Text, Carry: true, Filter: true, Width: 12, Hint: "示例镇"},
		{Key: "village", Title: "村（社区）", Other: []string{"村", "村居", "行政村", "村社区", "所在村"}, Type: Text, Required: true, Carry: true, Filter: true, Width: 14, Hint: "示例村"},
		{Key: "item", Title: "补贴项目", Other: []string{"项目", "补贴名称", "项目名称"}, Type: Text, Required: true, Carry: true, Filter: true, Width: 18, Hint: "耕地地力保护补贴"},
		{Key: "count", Title: "数量", Other: []string{"面积", "补贴面积", "补贴数量", "面积（亩）", "数量（亩、头、人）"}, Type: Number, Places: 4, Width: 9, Hint: "3.2"},
		{Key: "rate", Title: "补贴标准", Other: []string{"标准", "标准（元）"}, Type: Text, Width: 12, Hint: "90元/亩"},
		{Key: "amount", Title: "金额（元）", Other: []string{"金额", "补贴金额", "发放金额", "补贴金额（元）"}, Type: Money, Unit: "元", Places: 2, Required: true, Total: true, Width: 12, Hint: "288"},
		{Key: "day", Title: "发放日期", Other: []string{"发放时间", "日期"}, Type: Day, Filter: true, Width: 12, Hint: "2026-06-30"},
		{Key: "card", Title: "一卡通账号", Other: []string{"银行账号", "银行卡号", "账号", "卡号", "一卡通卡号"}, Type: Text, Mask: CardMask, Width: 20},
		{Key: "phone", Title: "联系电话", Other: []string{"电话", "手机", "手机号码", "联系方式"}, Type: Text, Mask: PhoneMask, Width: 14},
		{Key: "note", Title: "备注", Type: Text, Width: 12},
	}}

// funds is 专项资金清单: what special funds there are and under which policy. With
// the policies themselves, which are documents, and allocations it makes the
// three parts of 专项资金 that the standard guide for 财政预决算 names.
var funds = &Kind{ID: "funds", Name: "name", Title: "专项资金清单",
	About: "列出每一项专项资金及其管理办法、主管科室和年度安排；分配结果另用“专项资金分配结果”公开。",
	Columns: []Column{
		{Key: "seq", Title: "序号", Type: Serial, Width: 5},
		{Key: "year", Title: "年度", Other: []string{"预算年度"}, Type: Year, Required: true, Carry: true, Filter: true, Width: 8, Hint: "2026"},
		{Key: "name", Title: "专项资金名称", Other: []string{"资金名称", "项目名称", "名称"}, Type: Text, Required: true, Width: 24, Hint: "农业生产发展资金"},
		{Key: "policy", Title: "管理办法", Other: []string{"政策依据", "管理办法及文号", "资金管理办法"}, Type: Long, Required: true, Width: 28, Hint: "财农〔2023〕11号"},
		{Key: "use", Title: "支持方向", Other: []string{"用途", "支持对象和方向", "资金用途"}, Type: Long, Required: true, Width: 26, Hint: "粮油生产、农机购置"},
		{Key: "rule", Title: "分配方式", Other: []string{"分配办法"}, Type: Enum, Options: []string{"因素法", "项目法", "据实据效", "其他"}, Width: 10, Hint: "因素法"},
		{Key: "amount", Title: "预算安排（万元）", Other: []string{"金额（万元）", "预算数（万元）", "预算安排", "金额"}, Type: Money, Unit: "万元", Places: 6, Required: true, Total: true, Width: 14, Hint: "1200"},
		{Key: "section", Title: "主管科室", Other: []string{"责任科室", "业务科室"}, Type: Section, Filter: true, Width: 12, Hint: "农业农村科"},
		{Key: "phone", Title: "咨询电话", Type: Text, Width: 13},
		{Key: "note", Title: "备注", Type: Text, Width: 12},
	}}

// allocations is 专项资金分配结果: who received how much of which special fund.
var allocations = &Kind{ID: "allocations", Name: "unit", Title: "专项资金分配结果",
	About: "公开专项资金分配到单位或项目的结果，写明下达文号和日期。",
	Columns: []Column{
		{Key: "seq", Title: "序号", Type: Serial, Width: 5},
		{Key: "year", Title: "年度", Other: []string{"预算年度"}, Type: Year, Required: true, Carry: true, Filter: true, Width: 8, Hint: "2026"},
		{Key: "name", Title: "专项资金名称", Other: []string{"资金名称"}, Type: Text, Required: true, Carry: true, Filter: true, Width: 22, Hint: "农业生产发展资金"},
		{Key: "number", Title: "下达文号", Other: []string{"文号", "资金文号"}, Type: Text, Carry: true, Width: 18, Hint: "示例财农〔2026〕12号"},
		{Key: "unit", Title: "单位（地区）", Other: []string{"分配单位", "单位", "地区", "乡镇", "资金使用单位"}, Type: Text, Required: true, Filter: true, Width: 18, Hint: "示例镇人民政府"},
		{Key: "project", Title: "项目名称", Other: []string{"项目"}, Type: Text, Width: 24, Hint: "高标准农田管护"},
		{Key: "amount", Title: "金额（万元）", Other: []string{"金额", "分配金额（万元）", "分配金额"}, Type: Money, Unit: "万元", Places: 6, Negative: true, Required: true, Total: true, Width: 12, Hint: "35.6"},
		{Key: "day", Title: "下达日期", Other: []string{"日期", "下达时间"}, Type: Day, Width: 12, Hint: "2026-03-18"},
		{Key: "note", Title: "备注", Type: Text, Width: 12},
	}}

// execution is 预算执行: revenue and expenditure of the general public budget by
// month (预算法第十四条 and the monthly practice of finance bureaus). Cumulated
// figures and percentages are checked against each other.
var execution = &Kind{ID: "execution", Name: "month", Title: "预算执行情况", check: checkExecution,
	About: "按月公开一般公共预算收支。累计数和完成预算比例由系统核对。",
	Columns: []Column{
		{Key: "month", Title: "月份", Other: []string{"时间"}, Type: Month, Required: true, Filter: true, Width: 10, Hint: "2026-01"},
		{Key: "income_budget", Group: "一般公共预算收入", Title: "年初预算（万元）", Type: Money, Unit: "万元", Places: 6, Required: true, Carry: true, Width: 14, Hint: "360000"},
		{Key: "income", Group: "一般公共预算收入", Title: "本月（万元）", Other: []string{"本月数（万元）", "本月数"}, Type: Money, Unit: "万元", Places: 6, Negative: true, Required: true, Total: true, Width: 13, Hint: "30120.5"},
		{Key: "income_sum", Group: "一般公共预算收入", Title: "累计（万元）", Other: []string{"累计数（万元）", "累计数"}, Type: Money, Unit: "万元", Places: 6, Required: true, Width: 13, Hint: "30120.5"},
		{Key: "income_share", Group: "一般公共预算收入", Title: "完成预算（%）", Other: []string{"占预算（%）", "完成预算比例（%）"}, Type: Percent, Places: 2, Required: true, Width: 11, Hint: "8.4"},
		{Key: "income_growth", Group: "一般公共预算收入", Title: "同比增长（%）", Other: []string{"增长（%）", "比上年增长（%）"}, Type: Percent, Places: 2, Negative: true, Width: 11, Hint: "3.1"},
		{Key: "spend_budget", Group: "一般公共预算支出", Title: "年初预算（万元）", Type: Money, Unit: "万元", Places: 6, Required: true, Carry: true, Width: 14, Hint: "620000"},
		{Key: "spend", Group: "一般公共预算支出", Title: "本月（万元）", Other: []string{"本月数（万元）", "本月数"}, Type: Money, Unit: "万元", Places: 6, Negative: true, Required: true, Total: true, Width: 13, Hint: "48210"},
		{Key: "spend_sum", Group: "一般公共预算支出", Title: "累计（万元）", Other: []string{"累计数（万元）", "累计数"}, Type: Money, Unit: "万元", Places: 6, Required: true, Width: 13, Hint: "48210"},
		{Key: "spend_share", Group: "一般公共预算支出", Title: "完成预算（%）", Other: []string{"占预算（%）", "完成预算比例（%）"}, Type: Percent, Places: 2, Required: true, Width: 11, Hint: "7.8"},
		{Key: "spend_growth", Group: "一般公共预算支出", Title: "同比增长（%）", Other: []string{"增长（%）", "比上年增长（%）"}, Type: Percent, Places: 2, Negative: true, Width: 11, Hint: "1.9"},
		{Key: "note", Title: "备注", Type: Text, Width: 12},
	}}

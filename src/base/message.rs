//! The catalogue of messages: a stable code, a severity, and the words in both languages.
//!
//! A code never changes its meaning and is never given away again. `{name}` is a gap that the
//! place of use fills. The handbook lists every code; a test holds the two together.

/// The language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// 简体中文, the default.
    #[default]
    Zh,
    /// English.
    En,
}

/// How much a message weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The site is not published.
    Error,
    /// The site is published; with `--strict` it counts as an error.
    Warning,
}

/// One entry of the catalogue.
#[derive(Debug, PartialEq, Eq)]
pub struct Message {
    /// Stable code, `ZK` and four digits.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong: Chinese, English.
    pub texts: [&'static str; 2],
    /// What to do: Chinese, English.
    pub helps: [&'static str; 2],
}

impl Message {
    /// What is wrong, with gaps.
    pub fn text(&self, lang: Lang) -> &'static str {
        self.texts[lang as usize]
    }

    /// What to do, with gaps.
    pub fn help(&self, lang: Lang) -> &'static str {
        self.helps[lang as usize]
    }
}

macro_rules! catalogue {
    ($($name:ident = $code:literal $severity:ident {
        $zh:literal, $zh_help:literal, $en:literal, $en_help:literal $(,)?
    })*) => {
        $(#[doc = concat!($code, ": ", $en)]
        pub static $name: Message = Message {
            code: $code,
            severity: Severity::$severity,
            texts: [$zh, $en],
            helps: [$zh_help, $en_help],
        };)*

        /// Every message, in the order of the codes.
        pub static ALL: &[&Message] = &[$(&$name),*];
    };
}

catalogue! {
    // ZK00xx: the machine and the folders.
    DISK_READ = "ZK0001" Error {
        "无法读取“{path}”：{reason}", "检查文件是否存在、是否有读取权限",
        "cannot read `{path}`: {reason}", "check that it exists and may be read"
    }
    DISK_WRITE = "ZK0002" Error {
        "无法写入“{path}”：{reason}", "检查目录是否存在、是否有写入权限；已发布的站点没有损坏，改正后重新构建即可",
        "cannot write `{path}`: {reason}", "check that the folder exists and may be written; the published site is unharmed, build again once mended"
    }
    DISK_FULL = "ZK0003" Error {
        "磁盘空间不足，写入“{path}”失败", "清出空间后重新构建；已发布的站点没有改动，更新时要放得下新旧两份文件",
        "the disk is full while writing `{path}`", "free some space and build again; the published site is as it was, and an update needs room for the old files and the new"
    }
    READ_ONLY = "ZK0004" Error {
        "没有写入权限：{path}", "换一个可写的输出目录（--out），或请管理员授权",
        "no permission to write `{path}`", "choose a folder that may be written (--out), or ask for permission"
    }
    NO_CONTENT = "ZK0005" Error {
        "找不到内容目录“{path}”", "用 --content 指明目录，或用 zhiku init 新建一个站点",
        "there is no content folder `{path}`", "name it with --content, or make a new site with `zhiku init`"
    }
    NO_SITE = "ZK0006" Error {
        "“{path}”里没有 site.toml", "在站点目录里运行，用 --root 指明站点目录，或用 zhiku init 新建一个站点",
        "there is no site.toml in `{path}`", "run inside a site, name it with --root, or make a new one with `zhiku init`"
    }
    OUTPUT_OVERLAPS = "ZK0007" Error {
        "输出目录“{out}”与“{input}”相互包含", "把输出目录放在内容和主题目录之外，例如 --out public",
        "the output folder `{out}` and `{input}` lie inside one another", "put the output outside the content and theme, for example --out public"
    }
    OUTPUT_LOCKED = "ZK0008" Error {
        "另一个 zhiku 正在写入“{path}”", "等它结束后再构建；如确认没有其他构建在运行，重试即可，锁会随进程结束自动释放",
        "another zhiku is writing `{path}`", "wait until it ends; the lock goes with its process, so a later try succeeds"
    }
    FOREIGN_FILE = "ZK0009" Error {
        "输出目录里的“{path}”不是 zhiku 写的，不会覆盖", "把它移走，或换一个空的输出目录",
        "`{path}` in the output folder was not written by zhiku and is not overwritten", "move it away, or choose an empty output folder"
    }
    PORT_TAKEN = "ZK0010" Error {
        "端口 {port} 已被占用", "换一个端口（--port），或加 --auto-port 自动使用下一个空闲端口",
        "port {port} is taken", "choose another (--port), or add --auto-port to take the next free one"
    }
    NO_LISTEN = "ZK0011" Error {
        "无法在 {address} 上监听：{reason}", "检查地址是否属于本机、端口是否需要管理员权限",
        "cannot listen on {address}: {reason}", "check that the address is this machine's and that the port needs no privilege"
    }
    NOT_EMPTY = "ZK0012" Error {
        "目录“{path}”不是空的", "换一个新目录，zhiku init 从不覆盖已有文件",
        "the folder `{path}` is not empty", "choose a new one; `zhiku init` never overwrites"
    }
    MANIFEST_DAMAGED = "ZK0013" Error {
        "清单“{path}”无法读取：{reason}", "清单可能被改动或截断；换一个空的输出目录重新构建",
        "the manifest `{path}` cannot be read: {reason}", "it may have been edited or cut; build into an empty folder"
    }
    NO_MANIFEST = "ZK0014" Error {
        "“{path}”里没有 zhiku 发布的站点", "检查目录是否正确；站点目录里应有 zhiku-manifest.json",
        "there is no site published by zhiku in `{path}`", "check the folder; a site has a zhiku-manifest.json"
    }
    FILE_EXISTS = "ZK0015" Error {
        "文件“{path}”已经存在", "换一个标题，或直接编辑这个文件",
        "the file `{path}` exists already", "choose another title, or edit this file"
    }
    SEARCH_FAILED = "ZK0016" Error {
        "检索没有建成：{reason}", "重新构建；仍然失败时把这条提示交给技术人员",
        "the search could not be built: {reason}", "build again; if it fails once more, hand this message to your technician"
    }
    NO_SEARCH = "ZK0017" Error {
        "检索文件读不到：{reason}", "先用 zhiku build 生成网站，再用 --out 指明输出目录",
        "the files of the search cannot be read: {reason}", "build the site first, and name its folder with --out"
    }
    BOOK_PAGE_MISSING = "ZK0018" Error {
         "没有“{name}”这一篇，也没有这个系列", "写页面的标识、标题或路径，或者系列名称；已撤下的页面不能合成",
         "there is no page or series `{name}`", "give the id, title or path of a page, or the name of a series; withdrawn pages are left out"
    }
    BUILD_FELL = "ZK0019" Error {
         "程序自身出错，这一次没有生成", "改一个字再保存一次；仍然如此时，停下重新运行 zhiku，并把命令窗口里的话交给技术人员",
         "the program itself failed and made nothing this time", "change a character and save again; if it stays, start zhiku anew and hand the words of the window to your technician"
    }
    VERIFY_MISSING = "ZK0021" Error {
        "缺少文件：{path}", "重新构建，或从上一份拷贝恢复",
        "a file is missing: {path}", "build again, or restore it from the last copy"
    }
    VERIFY_CHANGED = "ZK0022" Error {
        "文件与清单不符：{path}", "发布后被改动或拷贝损坏；重新构建或重新拷贝",
        "a file differs from the manifest: {path}", "it was changed or damaged since; build or copy again"
    }
    VERIFY_FOREIGN = "ZK0023" Warning {
        "清单之外的文件：{path}", "不是 zhiku 写的，不影响站点；如不需要可移走",
        "a file that the manifest does not list: {path}", "not written by zhiku and harmless to the site; move it away if unwanted"
    }
    VERIFY_INTERRUPTED = "ZK0024" Error {
        "上一次发布没有完成", "重新构建一次，会自动补齐",
        "the last publication did not finish", "build once more, which completes it"
    }

    RELEASE_UNKNOWN = "ZK0031" Error {
        "没有“{release}”这次发布", "核对名称或序号；已有的发布在 releases 目录里",
        "there is no release `{release}`", "check its name or number; the releases stand in the folder `releases`"
    }
    PACKAGE_BROKEN = "ZK0032" Error {
        "离线包损坏，或者不是 zhiku 的离线包：{reason}", "核对 SHA-256，重新拷贝；网站没有改动",
        "the package is damaged or no package of zhiku: {reason}", "compare its SHA-256 and copy it again; the site is as it was"
    }
    PACKAGE_BASE = "ZK0033" Error {
        "离线包要以发布“{base}”为基础，这里没有，或者不一样", "用完整的离线包（package 不加 --since），或按次序补齐前面的包；网站没有改动",
        "the package builds on the release `{base}`, which is not here or not the same", "use a whole package (`package` without --since), or apply the earlier ones first; the site is as it was"
    }
    PACKAGE_OLD = "ZK0034" Error {
        "离线包里的发布“{release}”不比现在的“{current}”新", "核对是不是拿错了包；要换回以前的发布，用 zhiku rollback",
        "the release `{release}` in the package is no newer than `{current}`, which is shown", "check that it is the right package; to go back use `zhiku rollback`"
    }
    SCOPE_CHANGED = "ZK0035" Error {
        "“{path}”上次发布的范围是“{before}”，这次是“{now}”", "核对 --scope 和 --to；确实要换，加 --change-scope",
        "`{path}` was last published for `{before}`, this is for `{now}`", "check --scope and --to; to change it on purpose add --change-scope"
    }

    // ZK01xx: site.toml, types, theme.
    TOML_SYNTAX = "ZK0101" Error {
        "TOML 格式有误：{reason}", "检查引号、方括号是否成对，等号两边是否完整",
        "the TOML cannot be read: {reason}", "check that quotes and brackets are paired and each key has a value"
    }
    UNKNOWN_TYPE = "ZK0102" Error {
        "没有“{type}”这个内容类型", "可用的类型：{known}；新类型在 site.toml 的 [types] 里登记",
        "there is no content type `{type}`", "known types: {known}; add new ones under [types] in site.toml"
    }
    UNKNOWN_VOCABULARY = "ZK0103" Error {
        "字段“{field}”引用的词表“{vocabulary}”不存在", "在 site.toml 的 [vocabularies] 里登记，或改用已有词表",
        "the field `{field}` refers to a vocabulary `{vocabulary}` that does not exist", "add it under [vocabularies] in site.toml, or use an existing one"
    }
    UNKNOWN_BEHAVIOUR = "ZK0104" Error {
        "类型“{type}”登记了未知的行为“{behaviour}”", "可用的行为：{known}",
        "the type `{type}` names an unknown behaviour `{behaviour}`", "known behaviours: {known}"
    }
    UNKNOWN_KIND = "ZK0105" Error {
        "字段“{field}”的种类“{kind}”不存在", "可用的种类：{known}",
        "the field `{field}` has an unknown kind `{kind}`", "known kinds: {known}"
    }
    BAD_BASE_URL = "ZK0106" Error {
        "base_url“{url}”不是完整网址", "写成 http://服务器名/路径/ 的形式，不用时删去这一行",
        "the base_url `{url}` is no whole address", "write it as http://host/path/, or leave the line out"
    }
    BAD_SECTION = "ZK0107" Error {
        "栏目目录名“{section}”不能用作地址", "栏目目录名只用小写英文字母、数字和连字符",
        "the section folder `{section}` cannot be part of an address", "use lower-case letters, digits and hyphens"
    }
    TEMPLATE_BROKEN = "ZK0110" Error {
        "模板有误：{reason}", "改正主题目录里的这个模板；删去它即恢复内置模板",
        "a template is broken: {reason}", "mend the template in the theme folder; without it the built-in one is used"
    }
    TEMPLATE_FAILED = "ZK0111" Error {
        "模板“{template}”渲染失败：{reason}", "检查模板里用到的名称；主题手册列出了每个模板可用的值",
        "the template `{template}` failed: {reason}", "check the names it uses; the theme handbook lists the values of each template"
    }
    WORDS_BROKEN = "ZK0112" Error {
        "界面用语文件“{path}”有误：{reason}", "每行写成 名称 = \"文字\"",
        "the interface words in `{path}` cannot be read: {reason}", "write each line as name = \"text\""
    }
    UNKNOWN_THEME_FILE = "ZK0113" Warning {
        "主题目录里的“{path}”没有用处", "主题文件放在 templates、css、js、js-head、i18n、assets 之一里",
        "`{path}` in the theme folder has no use", "theme files live in templates, css, js, js-head, i18n or assets"
    }

    BAD_COLOUR = "ZK0114" Error {
        "颜色“{colour}”写法不对", "写成 #a4291c 这样的六位十六进制颜色",
        "`{colour}` is no colour", "write it with six hexadecimal digits, such as #a4291c"
    }
    WEAK_COLOUR = "ZK0115" Warning {
        "颜色“{colour}”与底色的对比度只有 {contrast}，看不清", "对比度要到 4.5 以上：浅色页面上用深一些的颜色，深色页面上用浅一些的",
        "`{colour}` has a contrast of only {contrast} with the page", "it must be 4.5 or more: a darker colour on light pages, a lighter one on dark pages"
    }
    BAD_LOGO = "ZK0116" Error {
        "徽标“{logo}”不能用", "写站点 theme/assets 文件夹里的文件名，只用英文字母、数字、点、连字符，例如 logo.svg",
        "the logo `{logo}` cannot be used", "give the name of a file in theme/assets, in letters, digits, dots and hyphens, such as logo.svg"
    }

    // ZK02xx: the tree of files.
    SYMLINK_LOOP = "ZK0201" Error {
        "链接“{path}”绕成了圈", "删去这个链接，或让它指向别处",
        "the link `{path}` leads into a circle", "remove it, or let it point elsewhere"
    }
    CASE_COLLISION = "ZK0202" Error {
        "“{path}”与“{other}”只有大小写不同", "改其中一个的名称：Windows 和共享文件夹分不清大小写",
        "`{path}` and `{other}` differ by case alone", "rename one of them: Windows and file shares cannot tell them apart"
    }
    FILE_VANISHED = "ZK0203" Error {
        "“{path}”在读取时不见了", "可能正被移动或同步，稍后重新构建",
        "`{path}` vanished while it was read", "it may be moving or syncing; build again in a moment"
    }
    NOT_UTF8 = "ZK0204" Error {
        "文件不是 UTF-8 编码（第 {offset} 个字节起无法识别）", "用编辑器另存为 UTF-8 编码",
        "the file is not UTF-8 (unreadable from byte {offset} on)", "save it as UTF-8 in your editor"
    }
    GB18030 = "ZK0205" Error {
        "文件是 GB18030（GBK）编码，不是 UTF-8", "在记事本里“另存为”，编码选 UTF-8，覆盖原文件",
        "the file is GB18030 (GBK), not UTF-8", "in Notepad choose Save As with the encoding UTF-8"
    }
    UTF16 = "ZK0206" Error {
        "文件是 UTF-16（“Unicode”）编码，不是 UTF-8", "在记事本里“另存为”，编码选 UTF-8，覆盖原文件",
        "the file is UTF-16 (\"Unicode\"), not UTF-8", "in Notepad choose Save As with the encoding UTF-8"
    }
    PAGE_TOO_LARGE = "ZK0207" Error {
        "页面有 {size} MB，超过 {limit} MB 的上限", "拆成几页，或把大段资料作为附件",
        "the page has {size} MB, more than the limit of {limit} MB", "divide it into several pages, or attach the material as a file"
    }
    EMPTY_CONTENT = "ZK0208" Error {
        "内容目录“{path}”里没有页面，不会发布", "核对内容目录是否指对、是否已连上；新站点用 zhiku new 类型 标题 新建第一页",
        "there is no page in `{path}`, so nothing is published", "check that it is the right folder and mounted; in a new site make the first page with `zhiku new TYPE TITLE`"
    }
    UNUSED_FILE = "ZK0209" Warning {
        "文件没有被任何页面引用，不会发布", "在页面里链接它、列入 attachments，或移出内容目录",
        "no page refers to this file, so it is not published", "link it, list it under attachments, or move it out of the content"
    }
    ODD_ENDING = "ZK0210" Warning {
        "服务器可能不认识“.{ending}”文件，读者会得到 404", "转成 pdf、docx、png、jpg 等常见格式",
        "servers may not know `.{ending}` files and answer 404", "convert it to pdf, docx, png, jpg or another common format"
    }
    LINK_SKIPPED = "ZK0211" Warning {
        "链接“{path}”指向内容目录之外，已跳过", "把文件本身放进内容目录",
        "the link `{path}` points outside the content folder and is skipped", "put the file itself into the content folder"
    }
    NAME_NOT_UTF8 = "ZK0212" Error {
        "文件名无法识别：{path}", "文件名的编码不是 UTF-8，请改名",
        "the file name cannot be read: {path}", "its encoding is not UTF-8; rename it"
    }

    // ZK03xx: front matter.
    NO_FRONT_MATTER = "ZK0301" Error {
        "页面开头没有信息栏", "在第一行写 ---，写明 title: 标题，再以 --- 结束",
        "the page has no front matter", "begin with a line ---, write title: …, and end it with ---"
    }
    UNCLOSED_FRONT_MATTER = "ZK0302" Error {
        "信息栏没有结束", "在信息栏最后单独写一行 {fence}",
        "the front matter does not end", "close it with a line {fence}"
    }
    YAML_SYNTAX = "ZK0303" Error {
        "信息栏格式有误：{reason}", "检查冒号后是否有空格、缩进是否对齐；含冒号或引号的标题要整个加引号",
        "the front matter cannot be read: {reason}", "check for a blank after each colon and even indentation; quote titles with colons or quotes"
    }
    UNKNOWN_FIELD = "ZK0304" Error {
        "没有“{field}”这个字段（{type}）", "可用字段见使用手册“每个字段怎么填”，或运行 zhiku schema",
        "there is no field `{field}` ({type})", "see the handbook for the fields, or run `zhiku schema`"
    }
    WRONG_KIND = "ZK0305" Error {
        "“{field}”应当是{expected}，这里是{found}", "改成{expected}",
        "`{field}` takes {expected}, this is {found}", "write {expected}"
    }
    NOT_IN_VOCABULARY = "ZK0306" Error {
        "“{value}”不在“{field}”的词表里", "可选：{known}；确需新词时在 site.toml 的 [vocabularies] 里登记",
        "`{value}` is not a value of `{field}`", "choose from: {known}; add new values under [vocabularies] in site.toml"
    }
    BAD_DATE = "ZK0307" Error {
        "“{field}”的日期“{value}”不对：{reason}", "写成 2024-05-01；只知道年月时写 2024-05 或 2024",
        "the date `{value}` of `{field}` is wrong: {reason}", "write 2024-05-01, or 2024-05 or 2024 where no more is known"
    }
    MISSING_FIELD = "ZK0308" Error {
        "缺少必填字段“{field}”（{label}）", "在信息栏里补上 {field}: …",
        "the required field `{field}` ({label}) is missing", "add {field}: … to the front matter"
    }
    DUPLICATE_FIELD = "ZK0309" Error {
        "字段“{field}”写了两次", "只保留一处",
        "the field `{field}` is given twice", "keep one of them"
    }
    MISSING_ONE_OF = "ZK0310" Error {
        "{type}至少要写明其中之一：{fields}", "在信息栏里补上一个",
        "a {type} needs at least one of: {fields}", "add one of them to the front matter"
    }
    BAD_ID = "ZK0311" Error {
        "标识“{id}”不能用作地址", "只用小写英文字母、数字和连字符，例如 jiandu-banfa-2024",
        "the id `{id}` cannot be part of an address", "use lower-case letters, digits and hyphens, such as jiandu-banfa-2024"
    }
    UNKNOWN_SECTION = "ZK0313" Warning {
        "目录“{section}”没有在 site.toml 登记为栏目，按“说明”类型处理", "在 site.toml 的 [sections] 里登记，或移到已有栏目",
        "the folder `{section}` is no section of site.toml and is read as plain pages", "add it under [sections] in site.toml, or move it into one"
    }
    VERSION_MISSING = "ZK0314" Error {
        "“{work}”有几个版本，这一页没有写 version", "补上 version: 公布或修订日期，例如 version: 2024-12-25",
        "`{work}` has several editions and this page gives no version", "add version: with the date of its adoption, such as version: 2024-12-25"
    }
    VERSION_TWICE = "ZK0315" Warning {
        "“{work}”的版本 {version} 出现两次（另见 {other}）", "核对 version；同一版本只留一页",
        "the edition {version} of `{work}` stands twice (see {other})", "check version; keep one page for an edition"
    }
    EMPTY_VALUE = "ZK0316" Warning {
        "“{field}”是空的", "填上内容，或删去这一行",
        "`{field}` is empty", "fill it in, or remove the line"
    }
    ON_INDEX_PAGE = "ZK0317" Error {
        "栏目说明页不能用“{field}”", "_index.md 只写标题、摘要和说明文字",
        "an index page cannot have `{field}`", "_index.md holds a title, a summary and an introduction"
    }

    // ZK04xx: Markdown, links, files.
    BROKEN_LINK = "ZK0401" Error {
        "链接的页面不存在：{target}", "核对路径、标识或标题",
        "there is no page for the link {target}", "check the path, id or title"
    }
    BROKEN_ANCHOR = "ZK0402" Error {
        "页面“{page}”里没有“{anchor}”这个标题", "核对小标题文字，或去掉 # 之后的部分",
        "the page `{page}` has no heading `{anchor}`", "check the heading's words, or leave out what follows #"
    }
    AMBIGUOUS_LINK = "ZK0403" Error {
        "有几个页面都叫“{target}”：{candidates}", "改用标识链接：[[标识|显示文字]]",
        "several pages are called `{target}`: {candidates}", "link by id: [[id|text]]"
    }
    MISSING_FILE = "ZK0404" Error {
        "找不到文件“{target}”", "核对文件名和所在目录；文件要放在内容目录里",
        "there is no file `{target}`", "check its name and folder; it must be inside the content"
    }
    UNSAFE_LINK = "ZK0405" Error {
        "不允许的链接：{target}", "只用 http、https、mailto、tel 和站内链接",
        "this kind of link is not allowed: {target}", "use http, https, mailto, tel and links within the site"
    }
    HTML_REMOVED = "ZK0406" Warning {
        "HTML 标签 <{tag}> 不允许，已去掉", "用 Markdown 写法代替；允许的标签见使用手册",
        "the HTML tag <{tag}> is not allowed and left out", "write it in Markdown; the handbook lists the tags allowed"
    }
    LINK_TO_DRAFT = "ZK0407" Warning {
        "链接的页面“{target}”还没有发布，这里只显示文字", "发布那一页，或去掉链接",
        "the linked page `{target}` is not published yet, so only its words are shown", "publish it, or remove the link"
    }
    LINK_TO_WITHDRAWN = "ZK0408" Warning {
        "链接的页面“{target}”已撤下", "改为链接替代它的页面",
        "the linked page `{target}` is withdrawn", "link its successor instead"
    }
    REMOTE_IMAGE = "ZK0409" Error {
        "图片在网络上：{target}", "把图片存进内容目录再引用：站点不向外请求任何东西",
        "the image is on the network: {target}", "save it in the content folder: the site asks the network for nothing"
    }
    NO_ALT = "ZK0410" Warning {
        "图片没有替代文字：{target}", "在方括号里写一句说明：![说明](图片)",
        "the image has no alternative text: {target}", "write a few words in the brackets: ![words](image)"
    }
    UNDEFINED_FOOTNOTE = "ZK0411" Error {
        "脚注 [^{label}] 没有注文", "补上 [^{label}]: 注文，或删去这个标记",
        "the footnote [^{label}] is not defined", "add [^{label}]: …, or remove the mark"
    }
    EMPTY_PAGE = "ZK0412" Warning {
        "页面没有正文", "写上正文；还没写好时用 draft: true",
        "the page has no body", "write it, or mark the page draft: true"
    }
    LINK_OUTSIDE = "ZK0413" Error {
        "链接指向内容目录之外：{target}", "把目标放进内容目录",
        "the link leads out of the content folder: {target}", "put its target into the content"
    }
    HTML_OPEN = "ZK0414" Error {
        "HTML 注释或标签没有结束，后面的内容会丢失", "补上 --> 或 >，或者删去它",
        "an HTML comment or tag does not end and would swallow what follows", "add --> or >, or remove it"
    }
    UNUSED_FOOTNOTE = "ZK0415" Warning {
        "脚注 [^{label}] 没有被引用，不会显示", "在正文里加上 [^{label}]，或删去注文",
        "the footnote [^{label}] is not referred to and is not shown", "add [^{label}] to the text, or remove it"
    }
    FOOTNOTE_TWICE = "ZK0416" Error {
        "脚注 [^{label}] 写了两次注文", "改其中一个的名称",
        "the footnote [^{label}] is defined twice", "rename one of them"
    }
    INDENTED_CODE = "ZK0417" Warning {
        "这一段行首有四个空格或制表符，会按代码显示", "删去行首空格；要首行缩进不必打空格，网页会自动排好",
        "this paragraph begins with four blanks or a tab and is shown as code", "remove them; pages indent paragraphs by themselves"
    }

    // ZK05xx: the whole site.
    DUPLICATE_ID = "ZK0501" Error {
        "标识“{id}”已被“{other}”使用", "换一个标识",
        "the id `{id}` is taken by `{other}`", "choose another id"
    }
    DUPLICATE_ROUTE = "ZK0502" Error {
        "地址“{route}”已被“{other}”使用", "给其中一页写上不同的 id",
        "the address `{route}` is taken by `{other}`", "give one of the pages an id of its own"
    }
    ROUTE_TOO_LONG = "ZK0503" Error {
        "地址超过 {limit} 个字符：{route}", "给页面写一个短的 id",
        "the address has more than {limit} characters: {route}", "give the page a short id"
    }
    BAD_REDIRECT = "ZK0504" Error {
        "旧地址“{route}”不能用", "写成站内的相对地址，以 .html 结尾，例如 study/old-name.html",
        "the old address `{route}` cannot be used", "write it relative to the site and ending in .html, such as study/old-name.html"
    }
    UNKNOWN_PAGE = "ZK0505" Error {
        "“{field}”里的页面不存在：{target}", "写成页面的标识、标题或路径",
        "`{field}` names a page that does not exist: {target}", "write the page's id, title or path"
    }
    REVIEW_OVERDUE = "ZK0506" Warning {
        "复审期限 {due} 已过", "复审内容后更新 review 和 review_due",
        "the review was due on {due}", "review the page, then update review and review_due"
    }
    NO_SECTION_FOR_TYPE = "ZK0508" Error {
        "site.toml 里没有“{type}”类型的栏目", "先在 [sections] 里登记一个栏目",
        "site.toml has no section of the type `{type}`", "add one under [sections] first"
    }

    // ZK06xx: articles and editions.
    ARTICLE_GAP = "ZK0601" Warning {
        "{after}后面是{found}，中间缺条", "核对原文，补上缺的条。原文本来就不连续的，不用改",
        "{after} is followed by {found}: articles are missing between them", "compare with the official text and add what is missing; leave it if the official text skips the number"
    }
    ARTICLE_BURIED = "ZK0602" Warning {
        "{found}写在上一条的段落中间，没有单独成条", "在“{found}”前面换行，让它另起一段",
        "{found} stands inside a paragraph of the article before it", "put a line break before `{found}` so that it begins a paragraph"
    }
    ARTICLE_REPEAT = "ZK0603" Warning {
        "{found}出现两次", "核对原文，改正条号或者删去重复的一条；引用别处的条文放进引用块（行首加 >）",
        "{found} stands twice", "compare with the official text; put an article quoted from elsewhere in a block quote (`>`)"
    }
    ARTICLE_BACKWARD = "ZK0604" Warning {
        "{after}后面是{found}，条号往回走了", "核对原文，改正条号或者次序；引用别处的条文放进引用块（行首加 >）",
        "{after} is followed by {found}: the numbers run backwards", "compare with the official text; put an article quoted from elsewhere in a block quote (`>`)"
    }
    ARTICLE_RESTART = "ZK0605" Warning {
        "{after}后面又从第一条开始", "后面是附件的，在它前面单独写一行“附件1：名称”；是另一件文件的，拆成两页",
        "after {after} the numbers begin again at 第一条", "put a line such as `附件1：名称` before an attachment; make another document a page of its own"
    }
    ARTICLE_QUOTED = "ZK0606" Warning {
        "{found}在引文里，没有当作本文的条", "确是引文的，放进引用块（行首加 >）；是本文的条，核对它前面的引号有没有关上",
        "{found} stands in a quotation and is not taken for an article of this text", "put a quotation in a block quote (`>`); if it is an article, see whether the quotation mark before it was closed"
    }
    DIVISION_GAP = "ZK0607" Warning {
        "{after}后面是{found}，序号不连续", "核对原文，改正编、章、节的序号。原文本来就不连续的，不用改",
        "{after} is followed by {found}: the numbers do not run on", "compare with the official text and mend the number; leave it if the official text has it so"
    }
    ARTICLE_MAP = "ZK0608" Warning {
        "条文对照第 {row} 行用不上：{reason}", "写成 from: 第十条、to: 第十一条；新增的条不写 from，删去的条不写 to",
        "row {row} of article_map cannot be used: {reason}", "write from: 第十条 and to: 第十一条; a new article has no from, a deleted one no to"
    }
    NO_SUCH_EDITIONS = "ZK0609" Warning {
        "不能对照 {target}：没有这样的两个版本，有的是：{known}", "写成 [[法规名@版本..版本]]，版本照 version 写，例如 [[监督办法@2018..2024]]",
        "cannot compare {target}: there are no two such editions; known are: {known}", "write [[work@version..version]] with versions as in the field, such as [[监督办法@2018..2024]]"
    }
    CITED_ARTICLE_MISSING = "ZK0620" Warning {
        "《{title}》{edition}没有“{words}”", "核对条、款、项的序号；引用的是别的版本时写明年份，如《某法》（2018年）第三条",
        "{title} {edition} has no `{words}`", "check the number; where another edition is meant, name its year"
    }
    CITED_EDITION_UNKNOWN = "ZK0621" Warning {
        "“{words}”指的是哪个版本无法确定", "写明年份，或在信息栏补上“适用法律时点”的完整日期；没有收录的版本请先收录",
        "`{words}`: which edition is meant cannot be told", "name the year, or give `law_as_of` a full date; add the edition where it is not held"
    }
    CITED_TITLE_AMBIGUOUS = "ZK0622" Warning {
        "有几部法规都叫“{title}”", "写出全称，或者去掉其中一部的这个别名",
        "several works go by `{title}`", "write the full title, or take the alias from one of them"
    }
    NO_SUCH_PAGE = "ZK0623" Error {
        "没有“{page}”这个页面", "写内容目录下的路径、页面的标识或标题",
        "there is no page `{page}`", "give its path below the content folder, its id or its title"
    }
    LINKED_ARTICLE_MISSING = "ZK0624" Warning {
        "链接后面的“{words}”，链接到的《{title}》{edition}里没有", "核对条、款、项的序号；指的是另一部法规、制度或者另一个版本的，改链接",
        "`{words}` behind a link: {title} {edition}, which it leads to, has none", "check the number, or lead the link to the text or edition that is meant"
    }

    // ZK07xx: scopes, reviews.
    UNKNOWN_SCOPE = "ZK0701" Error {
        "没有“{scope}”这个发布范围", "可用的范围，由宽到窄：{known}；名称和次序在 site.toml 的 scopes 里定",
        "there is no release scope `{scope}`", "the scopes are, widest first: {known}; site.toml sets them under scopes"
    }
    SCOPE_MARK = "ZK0702" Error {
        "范围标记写得不对，或写在不能写的地方", "标记独占一行：开头写 :::scope 范围名，结尾写 :::，两行缩进相同；不能写在引用、表格中间或一行文字当中",
        "a scope mark is malformed or stands where none can", "marks have lines of their own: `:::scope NAME` and `:::` with the same indentation, not inside quotes, tables or a line of text"
    }
    SCOPE_UNCLOSED = "ZK0703" Error {
        "标了范围的段落没有结束", "在段落末尾单独写一行 :::",
        "a marked passage does not end", "close it with a line `:::`"
    }
    SCOPE_NOT_OPEN = "ZK0704" Error {
        "这里结束了一个没有开头的范围标记", "在段落开头写 :::scope 范围名，或删去这一行",
        "this ends a marked passage that was not begun", "begin it with `:::scope NAME`, or remove the line"
    }
    SCOPE_EMBED = "ZK0705" Error {
        "这里可给“{wider}”看，引用的文件“{target}”却只限“{scope}”", "把引用放进 :::scope {scope} 的段落，或改文件的范围，或去掉引用",
        "readers of `{wider}` see this place, but the file `{target}` it refers to is for `{scope}` alone", "put the reference into a passage `:::scope {scope}`, change the scope of the file, or remove the reference"
    }
    UNREVIEWED = "ZK0711" Error {
        "这一页还没有审核，栏目要求审核后才能发布", "审核人运行 zhiku review 页面 --by 岗位，把给出的一行写进信息栏",
        "this page is not reviewed, which its section asks for", "let the reviewer run `zhiku review PAGE --by POST` and put the line into the front matter"
    }
    REVIEW_OUTDATED = "ZK0712" Error {
        "这一页在“{by}”审核以后又改过", "请重新审核，再运行 zhiku review；不要自己改摘要值",
        "this page was changed since `{by}` reviewed it", "have it reviewed again, then run `zhiku review`"
    }
    REVIEW_WAITING = "ZK0713" Warning {
        "这一页等待审核：预览能看，发布时会拦下", "审核后运行 zhiku review",
        "this page waits for its review: it can be looked at, but is not published", "review it, then run `zhiku review`"
    }
    REVIEW_STALE = "ZK0714" Warning {
        "这一页在“{by}”审核以后又改过", "请重新审核，再运行 zhiku review",
        "this page was changed since `{by}` reviewed it", "have it reviewed again, then run `zhiku review`"
    }

    // ZK08xx: the gate.
    SECRECY_MARK = "ZK0801" Error {
        "密级标志：{text}{at}", "标有密级的内容一律不得上网，没有密级的页面也不得印密级标志（保密法第二十二条）；撤下原件，按保密规定处理",
        "a mark of secrecy: {text}{at}", "what bears one must not be published, and a page that is no secret must not bear one; take it out and follow the rules on secrets"
    }
    INTERNAL_MARK = "ZK0802" Warning {
        "内部标志：{text}{at}", "标有这类字样的材料一般不对外发布；核对来源和发布范围，可以发布的删去这几个字",
        "a mark of internal use: {text}{at}", "such material is rarely meant to be published; check its source and scope, and remove the mark where it may stand"
    }
    ID_NUMBER = "ZK0803" Error {
        "居民身份证号码：{text}{at}", "身份证号码能唯一确定一个人，公开即泄露个人信息；删去号码，不要只遮一部分",
        "a citizen's ID number: {text}{at}", "it identifies one person; remove it whole, not in part"
    }
    PHONE = "ZK0804" Error {
        "手机号码：{text}{at}", "手机号码能找到具体的人；删去，对外公开的联系电话请写明例外和理由",
        "a mobile number: {text}{at}", "it leads to a person; remove it, or state an exception with a reason for a number that is public"
    }
    BANK_CARD = "ZK0805" Error {
        "银行卡号：{text}{at}", "卡号属于财产信息，法院公开文书也必须删去；删去卡号，写“某银行账户”即可",
        "a bank card number: {text}{at}", "it is financial information that even courts strike out; remove it, `an account at a bank` is enough"
    }
    PLATE = "ZK0806" Warning {
        "车牌号：{text}{at}", "车牌能查到车主；删去，写“一辆轿车”“某公车”",
        "a number plate: {text}{at}", "it leads to the owner; write `a car` instead"
    }
    PASSPORT = "ZK0807" Warning {
        "护照或通行证号码：{text}{at}", "证件号码能确定一个人；删去号码",
        "a passport number: {text}{at}", "it identifies one person; remove it"
    }
    LANDLINE = "ZK0808" Warning {
        "固定电话：{text}{at}", "可能是个人或者内部电话；不需要公开的删去，对外公开的写明例外",
        "a landline number: {text}{at}", "it may be private or internal; remove it, or state an exception for one that is public"
    }
    EMAIL = "ZK0809" Warning {
        "电子邮箱：{text}{at}", "邮箱能联系到人，也常用作账号；不需要公开的删去，公用邮箱写明例外",
        "an e-mail address: {text}{at}", "it leads to a person and is often an account; remove it, or state an exception for a public one"
    }
    ADDRESS = "ZK0810" Warning {
        "住址：{text}{at}", "写到门牌、房号的地址能找到具体的人；写到县（市、区）即可",
        "an address: {text}{at}", "an address down to the door leads to a person; a county or district is enough"
    }
    CREDIT_CODE = "ZK0811" Warning {
        "统一社会信用代码：{text}{at}", "代码能确定一个单位，案例里会使遮盖失去作用；删去，单位写“A公司”",
        "a unified social credit code: {text}{at}", "it identifies one organisation and undoes the masking of a case; remove it, write `Company A`"
    }
    INFORMANT = "ZK0812" Error {
        "可能暴露举报人、证人：{text}{at}", "泄露举报人、检举人、证人是违纪行为，可能招致打击报复；删去姓名、代号和联系方式，只写“举报人”“证人”",
        "this may expose an informant or witness: {text}{at}", "it is a breach of discipline and invites revenge; remove names, aliases and contacts"
    }
    PERSON_NAME = "ZK0813" Error {
        "没有遮盖的姓名：{text}{at}", "未公开通报的案例不得出现真实姓名；写成“张某”，化名列入 pseudonyms；已经公开通报的，disclosure 写“已公开通报”并写明 source",
        "a name that is not masked: {text}{at}", "a case that was not made public must not name people; write the surname with 某, list invented names under pseudonyms, or give disclosure and source"
    }
    REIDENTIFICATION = "ZK0814" Warning {
        "可能使遮盖失去作用：{text}{at}", "精确的日期加金额、独一无二的职务、本地敏感词，能让知情人认出当事人；日期写到月，金额写约数，职务写层级",
        "this may undo the masking: {text}{at}", "an exact date with an amount, a post that only one person holds or a sensitive term lets insiders recognise the person; write the month, a rounded amount, the level of the post"
    }
    MASK_STYLE = "ZK0815" Warning {
        "遮盖写法不统一：{text}{at}", "一页里混用“某”“××”“XX”“**”，或者连用三个以上，读者分不清是谁；统一写成“张某”“A公司”“B市”",
        "masks of several styles: {text}{at}", "a page that mixes 某, ××, XX and **, or has three and more in a row, cannot be followed; write 张某, A公司, B市 throughout"
    }
    PSEUDONYM = "ZK0816" Warning {
        "同一个人的写法前后不一：{text}{at}", "同一个人在一页里只用一个化名；确是两个人时，把两个化名都列入 pseudonyms",
        "one person under several pseudonyms: {text}{at}", "keep one pseudonym for a person within a page; list both under pseudonyms where they are two people"
    }
    FILE_AUTHOR = "ZK0817" Error {
        "附件里留有作者信息：{text}{at}", "作者、最后修改者、单位会跟着附件一起公开；在 WPS 或 Word 里“检查文档”删去文档属性和个人信息，再存一次",
        "the file names its author: {text}{at}", "author, last editor and company go out with the file; remove document properties in your office program and save again"
    }
    FILE_REVISION = "ZK0818" Error {
        "附件里留有修订痕迹：{text}{at}", "删掉的文字仍在文件里，谁都能看到；接受或者拒绝全部修订，关闭修订后再存",
        "the file has tracked changes: {text}{at}", "deleted words are still in the file; accept or reject all changes and save"
    }
    FILE_COMMENT = "ZK0819" Error {
        "附件里留有批注：{text}{at}", "批注常写有内部意见和批注人姓名；删去全部批注再存",
        "the file has comments: {text}{at}", "comments hold internal opinions and names; delete them all and save"
    }
    FILE_HIDDEN = "ZK0820" Error {
        "附件里有隐藏内容：{text}{at}", "隐藏的工作表、行、列、幻灯片和文字，打开文件的人都能取消隐藏；删去再存",
        "the file has hidden content: {text}{at}", "hidden sheets, rows, columns, slides and text can be shown by anyone; delete them and save"
    }
    FILE_POSITION = "ZK0821" Error {
        "图片里有拍摄位置：{text}{at}", "坐标能找到拍摄地点；用看图软件另存一份，或者去掉照片的位置信息",
        "the image tells where it was taken: {text}{at}", "save a copy without the position"
    }
    FILE_UNREADABLE = "ZK0822" Error {
        "文件无法检查：{text}{at}", "把关看不到里面写了什么，就不能放行；换成能检查的格式，或者人工查看后写例外，原文照抄上面的文字",
        "the file cannot be checked: {text}{at}", "what the gate cannot see must not pass; convert it, or look at it yourself and state an exception with exactly this text"
    }
    PASTE_JUNK = "ZK0823" Error {
        "粘贴带来的杂质：{text}{at}", "从别处粘贴时留下的符号，会显示成乱码或者妨碍检索；删去",
        "junk from pasting: {text}{at}", "left over from pasting, it shows as garbage or hinders the search; remove it"
    }
    OWN_RULE = "ZK0824" Error {
        "{rule}：{text}{at}", "{message}",
        "{rule}: {text}{at}", "{message}"
    }
    UNUSED_EXCEPTION = "ZK0830" Warning {
        "例外没有用上：{rule}", "它要放行的文字已经不在了，或者与原文不完全一样；删去这一条，或者照抄原文",
        "an exception is not used: {rule}", "the text it allows is gone or differs; remove it, or copy the text exactly"
    }
    EXCEPTION_WITHOUT_REASON = "ZK0831" Error {
        "例外没有写理由：{rule}", "写明为什么可以公开、谁同意的；注释的写法是 <!-- 放行：规则 | 原文 | 理由 -->",
        "an exception without a reason: {rule}", "say why it may stand and who agreed; as a comment: <!-- 放行：rule | text | reason -->"
    }
    UNKNOWN_RULE = "ZK0832" Error {
        "没有“{rule}”这条规则", "规则的名称见使用手册“发布把关”",
        "there is no rule `{rule}`", "the handbook lists the rules of the gate"
    }
    BAD_PATTERN = "ZK0833" Error {
        "自定规则的式样有误：{reason}", "改正 pattern；只找固定的词语时用 terms",
        "the pattern of a rule is wrong: {reason}", "mend it, or use terms for plain words"
    }
    EMPTY_RULE = "ZK0834" Error {
        "自定规则“{rule}”没有写要找什么", "写上 pattern 或者 terms",
        "the rule `{rule}` does not say what to find", "give a pattern or terms"
    }
    NO_SENSITIVE_TERMS = "ZK0835" Error {
        "敏感词文件读不到：{reason}", "核对 site.toml 里 [gate] 的 sensitive_terms；文件是 UTF-8 编码，一行一个词",
        "the file of sensitive terms cannot be read: {reason}", "check sensitive_terms under [gate] in site.toml; it is UTF-8 with one term a line"
    }
    // ZK09xx: institutions and quotations.
    LIFECYCLE_CYCLE = "ZK0901" Error {
        "立改废释的关系绕成了圈：{circle}", "关系只写在后出的那一份里，删去写反的那一处",
        "what institutions do to one another forms a circle: {circle}", "say it only in the later document, and remove what is the wrong way round"
    }
    ACT_BEFORE_ISSUE = "ZK0902" Error {
        "自 {on} 起{act}的《{target}》{issued} 才印发", "核对两份文件的日期，或者改正{act}的对象",
        "from {on} it {act} `{target}`, which was issued on {issued}", "check the dates of both documents, or name what it {act}"
    }
    IN_FORCE_YET_ENDED = "ZK0903" Error {
        "{on} {act}的是《{target}》，但当时已经施行的《{edition}》至今现行有效", "改为{act}《{edition}》；后者继续有效的，删去这一项",
        "on {on} it {act} `{target}`, but `{edition}`, in force by then, is still in force", "let it say that it {act} `{edition}`, or remove this where that stays in force"
    }
    ACT_AFTER_END = "ZK0904" Warning {
        "《{target}》{end} 已经废止或者被代替，{on} 又{act}它", "核对日期；应当{act}的是接替它的制度，改为那一件",
        "`{target}` ended on {end}, yet on {on} this {act} it", "check the dates, or name the successor that it {act}"
    }
    ACTION_WITHOUT_TARGET = "ZK0905" Warning {
        "立改废释写的是“{action}”，没有写明对象", "补上 {fields}，写明是哪些制度；没有的，改为“立”",
        "the action is {action}, but nothing is named", "add {fields} with the institutions it concerns, or change the action"
    }
    QUOTATION_DIFFERS = "ZK0911" Warning {
        "引文与{cited}不一致。引文：{quoted}；原文：{original}", "照原文改正引文；引的是别的版本的，写明年份；省略的地方用“……”",
        "the quotation differs from {cited}. quoted: {quoted}; original: {original}", "follow the original; name the year where another edition is quoted; write …… for what is left out"
    }
    QUOTATION_ELSEWHERE = "ZK0912" Warning {
        "引文注明出自{cited}，原文在{found}", "核对条号和版本，改为{found}",
        "the quotation is said to be from {cited}, but its words stand in {found}", "check number and edition, and cite {found}"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gaps(text: &str) -> Vec<&str> {
        let mut found: Vec<&str> =
            text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    #[test]
    fn codes_are_unique_and_in_order() {
        let codes: Vec<&str> = ALL.iter().map(|message| message.code).collect();
        let mut sorted = codes.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(codes, sorted);
    }

    #[test]
    fn both_languages_fill_the_same_gaps() {
        for message in ALL {
            assert_eq!(gaps(message.texts[0]), gaps(message.texts[1]), "{}", message.code);
            assert_eq!(gaps(message.helps[0]), gaps(message.helps[1]), "{}", message.code);
        }
    }
}

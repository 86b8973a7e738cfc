//! What was typed.

use std::net::{IpAddr, SocketAddr};

use camino::Utf8PathBuf;
use clap::{Parser, Subcommand, ValueEnum};

use crate::build::pipeline::Request;
use crate::model::record::Occasion;
use crate::publish::releases::KEEP;
use crate::serve::connections::PORT;

/// How help is laid out.
pub const HELP: &str = "\
{before-help}{name} {version}
{about}

用法：{usage}

{all-args}{after-help}";

/// 知库：把 Markdown 学习资料、案例、制度、法规建成可检索的静态网站
#[derive(Debug, Parser)]
#[command(
    name = "zhiku",
    version,
    disable_version_flag = true,
    propagate_version = true,
    about = "知库：把 Markdown 学习资料、案例、制度、法规建成可检索的静态网站",
    override_usage = "zhiku <命令> [选项]",
    subcommand_help_heading = "命令",
    disable_help_subcommand = true,
    after_help = "退出码：0 完成，1 内容有错误，2 命令写错，3 环境有问题（目录、权限、磁盘、端口）"
)]
pub struct Args {
    /// Options of every command.
    #[command(flatten)]
    pub common: Common,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "通用选项")]
pub struct Common {
    /// 站点目录（site.toml 所在目录），默认为当前目录
    #[arg(long, global = true, value_name = "目录", default_value = ".")]
    pub root: Utf8PathBuf,
    /// 内容目录，默认为站点目录下的 content
    #[arg(long, global = true, value_name = "目录")]
    pub content: Option<Utf8PathBuf>,
    /// 输出目录，默认为站点目录下的 public
    #[arg(long, global = true, value_name = "目录")]
    pub out: Option<Utf8PathBuf>,
    /// 以哪一天为准判断施行、定时发布等，默认为今天
    #[arg(long, global = true, value_name = "日期")]
    pub as_of: Option<jiff::civil::Date>,
    /// 发布范围：只包含这一范围和更宽的内容，默认按 site.toml 的设定
    #[arg(long, global = true, value_name = "范围")]
    pub scope: Option<String>,
    /// 有警告也算失败
    #[arg(long, global = true)]
    pub strict: bool,
    /// 提示信息的格式：text（默认）或 json
    #[arg(long, global = true, value_name = "格式", default_value = "text")]
    pub format: Format,
    /// 提示信息的语言：zh（默认）或 en
    #[arg(long, global = true, value_name = "语言", default_value = "zh")]
    pub lang: Language,
    /// 显示版本号
    #[arg(long, short = 'V', global = true, action = clap::ArgAction::Version)]
    pub version: Option<bool>,
    /// 只显示错误
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

/// The form of diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// 供人阅读，带原文摘录
    Text,
    /// 一行一条 JSON，供程序读取
    Json,
}

/// The language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// 中文
    #[value(alias = "zh-CN")]
    Zh,
    /// English
    En,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 新建一个站点
    Init(Init),
    /// 新建一个页面
    New(New),
    /// 检查内容，不生成网站
    Check,
    /// 生成网站
    Build(Build),
    /// 生成网站并在本机打开预览
    Serve(Serve),
    /// 检查、生成、核对，然后换成新的发布
    Publish(Publish),
    /// 换回以前的发布
    Rollback(Rollback),
    /// 把发布做成离线包，供光盘拷贝
    Package(Package),
    /// 核对离线包，换成包里的发布
    Unpack(Unpack),
    /// 审核一页，给出要写进信息栏的一行
    Review(Review),
    /// 监视内容，一有改动就重新发布到输出目录
    Watch(Watch),
    /// 核对已发布的网站与清单是否一致
    Verify(Verify),
    /// 输出信息栏或 site.toml 的 JSON Schema
    Schema(Schema),
    /// 给出遮盖了号码、姓名的文本，以差异的形式显示，不改动文件
    Mask(Mask),
    /// 把几篇内容合成一册，供打印
    Book(Book),
    /// 检索
    Search(Search),
    /// 查一条引文指的是哪部法规、哪个版本、哪一条，以及为什么
    Cite(Cite),
    /// 用已知答案的问题评测检索
    Evaluate(Evaluate),
    /// 对照一件法规的两个版本
    Compare(Compare),
    /// 删除输出目录里由 zhiku 写的文件
    Clean,
}

/// `zhiku init`.
#[derive(Debug, clap::Args)]
pub struct Init {
    /// 新站点的目录，须为空或不存在
    #[arg(value_name = "目录")]
    pub folder: Utf8PathBuf,
    /// 放入完整的示例内容（虚构的云岭县）
    #[arg(long)]
    pub sample: bool,
}

/// `zhiku book`.
#[derive(Debug, clap::Args)]
pub struct Book {
    /// 标识、标题或路径；写系列名称就是整套
    #[arg(value_name = "页面", required = true)]
    pub pages: Vec<String>,
    /// 封面标题，默认为系列名称
    #[arg(long, value_name = "标题")]
    pub title: Option<String>,
    /// 写到哪个文件，默认为当前目录下的 book.html
    #[arg(long, value_name = "文件")]
    pub to: Option<Utf8PathBuf>,
}

/// `zhiku new`.
#[derive(Debug, clap::Args)]
pub struct New {
    /// 内容类型，如 study 或 学习资料
    #[arg(value_name = "类型")]
    pub content_type: String,
    /// 标题
    #[arg(value_name = "标题")]
    pub title: String,
}

/// `zhiku build`.
#[derive(Debug, clap::Args)]
pub struct Build {
    /// 只生成网页，不建检索
    #[arg(long)]
    pub no_search: bool,
    /// 不用缓存（站点目录下的 .zhiku 文件夹，随时可以删除），从头生成
    #[arg(long)]
    pub no_cache: bool,
    /// 说明做了哪些步骤、为什么
    #[arg(long)]
    pub explain: bool,
}

/// `zhiku serve`.
#[derive(Debug, clap::Args)]
pub struct Serve {
    /// 不监视内容的改动，给办公室长期使用时写上
    #[arg(long)]
    pub no_watch: bool,
    /// How changes are learned of.
    #[command(flatten)]
    pub following: Following,
    /// How it is served.
    #[command(flatten)]
    pub http: Http,
}

/// `zhiku watch`.
#[derive(Debug, clap::Args)]
pub struct Watch {
    /// How changes are learned of.
    #[command(flatten)]
    pub following: Following,
}

/// How changes are learned of.
#[derive(Debug, clap::Args)]
pub struct Following {
    /// 反复查看文件有没有改动，用于收不到改动通知的共享文件夹和容器（一般会自动采用）
    #[arg(long)]
    pub poll: bool,
    /// 每次更新后说明做了哪些步骤、为什么
    #[arg(long)]
    pub explain: bool,
}

/// How a site is served.
#[derive(Debug, clap::Args)]
pub struct Http {
    /// 监听的端口，默认 8017
    #[arg(long, value_name = "端口", default_value_t = PORT)]
    pub port: u16,
    /// 监听的地址，默认 127.0.0.1（只有本机能打开）
    #[arg(long, value_name = "地址", default_value = "127.0.0.1")]
    pub address: IpAddr,
    /// 地址和端口写在一起，如 0.0.0.0:80
    #[arg(long, value_name = "地址:端口", conflicts_with_all = ["port", "address"])]
    pub addr: Option<SocketAddr>,
    /// 端口被占用时自动用下一个
    #[arg(long)]
    pub auto_port: bool,
    /// 读者可以用哪个名称打开，可以写几次；IP 地址和 localhost 总是可以
    #[arg(long = "host", value_name = "名称")]
    pub hosts: Vec<String>,
    /// 访问日志写到哪个文件；写 - 显示在窗口里。默认不记
    #[arg(long, value_name = "文件")]
    pub access_log: Option<Utf8PathBuf>,
    /// 访问日志的格式：common（默认，通用格式）或 json
    #[arg(long, value_name = "格式", default_value = "common", requires = "access_log")]
    pub log_format: LogFormat,
    /// 最多同时有多少个连接，默认 1024
    #[arg(long, value_name = "个数", default_value_t = 1024, value_parser = clap::value_parser!(u32).range(1..=60_000))]
    pub max_connections: u32,
    /// 一个连接多少秒内没有发来完整的请求就断开，默认 15
    #[arg(long, value_name = "秒", default_value_t = 15, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub idle_timeout: u64,
    /// 读者多少秒内几乎没有接收就断开，默认 30
    #[arg(long, value_name = "秒", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub send_timeout: u64,
    /// 停止时最多等正在传送的多少秒，默认 10
    #[arg(long, value_name = "秒", default_value_t = 10, value_parser = clap::value_parser!(u64).range(0..=3600))]
    pub stop_timeout: u64,
}

/// The form of the access log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// 通用格式（Common Log Format），一般的统计软件都认识
    Common,
    /// 一行一条 JSON
    Json,
}

/// `zhiku publish`.
#[derive(Debug, clap::Args)]
pub struct Publish {
    /// 放各次发布的目录
    #[arg(long, value_name = "目录")]
    pub to: Utf8PathBuf,
    /// 保留最近几次发布，默认 5
    #[arg(long, value_name = "次数", default_value_t = KEEP)]
    pub keep: usize,
    /// 确认要换成另一个发布范围
    #[arg(long)]
    pub change_scope: bool,
}

/// `zhiku rollback`.
#[derive(Debug, clap::Args)]
pub struct Rollback {
    /// 放各次发布的目录
    #[arg(long, value_name = "目录")]
    pub to: Utf8PathBuf,
    /// 换回哪一次发布（名称或序号），默认为现在这次的前一次
    #[arg(value_name = "发布")]
    pub release: Option<String>,
}

/// `zhiku package`.
#[derive(Debug, clap::Args)]
pub struct Package {
    /// 放各次发布的目录
    #[arg(long, value_name = "目录")]
    pub to: Utf8PathBuf,
    /// 只含这次发布（名称或序号）以后变化的文件，默认含全部
    #[arg(long, value_name = "发布")]
    pub since: Option<String>,
    /// 离线包文件，如 更新.zip
    #[arg(value_name = "离线包")]
    pub archive: Utf8PathBuf,
}

/// `zhiku unpack`.
#[derive(Debug, clap::Args)]
pub struct Unpack {
    /// 离线包文件
    #[arg(value_name = "离线包")]
    pub archive: Utf8PathBuf,
    /// 放各次发布的目录
    #[arg(long, value_name = "目录")]
    pub to: Utf8PathBuf,
    /// 保留最近几次发布，默认 5
    #[arg(long, value_name = "次数", default_value_t = KEEP)]
    pub keep: usize,
}

/// `zhiku review`.
#[derive(Debug, clap::Args)]
pub struct Review {
    /// 审核的页面，如 content/cases/某案.md
    #[arg(value_name = "页面")]
    pub page: Utf8PathBuf,
    /// 审核岗位，如 案件审理室主任
    #[arg(long, value_name = "岗位")]
    pub by: String,
    /// 审核日期，默认为今天
    #[arg(long, value_name = "日期")]
    pub on: Option<jiff::civil::Date>,
    /// 审核依据
    #[arg(long, value_name = "依据")]
    pub basis: Option<String>,
    /// 把这一行写进页面的信息栏，正文不动
    #[arg(long)]
    pub write: bool,
}

/// `zhiku verify`.
#[derive(Debug, clap::Args)]
pub struct Verify {
    /// 已发布的网站目录
    #[arg(value_name = "目录")]
    pub folder: Utf8PathBuf,
}

/// `zhiku mask`.
#[derive(Debug, clap::Args)]
pub struct Mask {
    /// 要遮盖的页面
    #[arg(value_name = "文件")]
    pub file: Utf8PathBuf,
}

/// `zhiku schema`.
#[derive(Debug, clap::Args)]
pub struct Schema {
    /// 要哪一份：site（site.toml）、page（所有类型的信息栏，默认），或一个类型的名称
    #[arg(value_name = "对象", default_value = "page")]
    pub subject: String,
}

/// `zhiku search`.
#[derive(Debug, clap::Args)]
pub struct Search {
    /// 要找的字词
    #[arg(value_name = "检索词", required_unless_present = "queries")]
    pub query: Option<String>,
    /// 最多给出几条结果，默认 10
    #[arg(long, value_name = "条数", default_value_t = 10)]
    pub limit: usize,
    /// 输出 JSON
    #[arg(long)]
    pub json: bool,
    /// 一行一个 {"query": …} 的问题文件，逐行输出结果
    #[arg(long, value_name = "文件")]
    pub queries: Option<Utf8PathBuf>,
    /// 用哪一种检索：tantivy（默认，按现在的内容现建索引）或 shards（已发布网站里的检索文件）
    #[arg(long, value_name = "方式", default_value = "tantivy")]
    pub engine: SearchEngine,
}

/// `zhiku cite`.
#[derive(Debug, clap::Args)]
pub struct Cite {
    /// 引文，如 "《监察法》第十一条"；不写则列出全站的引文
    #[arg(value_name = "引文")]
    pub text: Option<String>,
    /// 当作写在这个页面上（路径、标识或标题）：用它的简称、日期和条文
    #[arg(long, value_name = "页面", requires = "text")]
    pub on_page: Option<String>,
    /// 只列没有解析的引文
    #[arg(long, conflicts_with = "text")]
    pub unresolved: bool,
    /// 输出 JSON，一行一条
    #[arg(long)]
    pub json: bool,
}

/// `zhiku evaluate`.
#[derive(Debug, clap::Args)]
pub struct Evaluate {
    /// 问题文件，一行一个 {"set", "query", "relevant"}
    #[arg(value_name = "文件")]
    pub queries: Utf8PathBuf,
    /// 用哪一种检索：tantivy（默认，按现在的内容现建索引）或 shards（已发布网站里的检索文件）
    #[arg(long, value_name = "方式", default_value = "tantivy")]
    pub engine: SearchEngine,
}

/// `zhiku compare`.
#[derive(Debug, clap::Args)]
pub struct Compare {
    /// 法规名@版本，如 公务接待管理规定@2017
    #[arg(value_name = "法规名@版本")]
    pub old: String,
    /// 另一个版本，同样写法，或者只写 @版本
    #[arg(value_name = "法规名@版本")]
    pub new: String,
    /// 输出 JSON
    #[arg(long)]
    pub json: bool,
}

/// Who answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SearchEngine {
    /// Tantivy，按现在的内容现建索引
    Tantivy,
    /// 已发布网站里的检索文件，与浏览器里的检索相同
    Shards,
}

impl Common {
    /// What these options ask to be built.
    pub fn request(&self) -> Request {
        Request {
            root: self.root.clone(),
            content: self.content.clone().unwrap_or_else(|| self.root.join("content")),
            as_of: self.as_of.unwrap_or_else(|| jiff::Zoned::now().date()),
            scope: self.scope.clone(),
            occasion: Occasion::Build,
        }
    }

    /// The output folder.
    pub fn out(&self) -> Utf8PathBuf {
        self.out.clone().unwrap_or_else(|| self.root.join("public"))
    }
}

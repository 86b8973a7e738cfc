//! What was typed.

use std::net::{IpAddr, SocketAddr};

use camino::Utf8PathBuf;
use clap::{Parser, Subcommand, ValueEnum};

use crate::build::pipeline::Request;
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
    /// 监视内容，一有改动就重新发布到输出目录
    Watch(Watch),
    /// 核对已发布的网站与清单是否一致
    Verify(Verify),
    /// 输出信息栏或 site.toml 的 JSON Schema
    Schema(Schema),
    /// 给出遮盖了号码、姓名的文本，以差异的形式显示，不改动文件
    Mask(Mask),
    /// 检索
    Search(Search),
    /// 用已知答案的问题评测检索
    Evaluate(Evaluate),
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
        }
    }

    /// The output folder.
    pub fn out(&self) -> Utf8PathBuf {
        self.out.clone().unwrap_or_else(|| self.root.join("public"))
    }
}

//! The command line's own words in Chinese: headings of the help, and what was typed wrong.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory as _, FromArgMatches as _};

use crate::cli::args::{Args, HELP};

const COMMON: &str = "通用选项";

/// Reads the arguments of the process; the error is ready to be printed.
pub fn parse() -> Result<Args, (String, bool)> {
    let words: Vec<std::ffi::OsString> = std::env::args_os().collect();
    let english = words.windows(2).any(|pair| pair[0] == "--lang" && pair[1] == "en")
        || words.iter().any(|word| word == "--lang=en");
    let matches = command().try_get_matches_from(words).and_then(|found| Args::from_arg_matches(&found));
    matches.map_err(|error| {
        let is_fault = error.use_stderr();
        let text = if english || !is_fault { error.render().to_string() } else { fault(&error) };
        (text, is_fault)
    })
}

fn command() -> Command {
    let root = in_chinese(Args::command());
    let names: Vec<String> = root.get_subcommands().map(|known| known.get_name().to_owned()).collect();
    names.into_iter().fold(root, |root, name| root.mut_subcommand(name, in_chinese))
}

fn in_chinese(command: Command) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    command
        .mut_args(told)
        .help_template(HELP)
        .disable_help_flag(true)
        .arg(help.help("显示帮助").help_heading(COMMON))
}

/// Defaults and choices stand in the words of the help, and what stands by itself has a Chinese
/// heading.
fn told(arg: Arg) -> Arg {
    let takes_values = arg.get_action().takes_values();
    let arg = if takes_values { arg.hide_default_value(true).hide_possible_values(true) } else { arg };
    match (arg.is_positional(), arg.get_help_heading()) {
        (true, _) => arg.help_heading("要写明的"),
        (false, None) => arg.help_heading("选项"),
        (false, Some(_)) => arg,
    }
}

fn fault(error: &clap::Error) -> String {
    let get = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    };
    let argument = get(ContextKind::InvalidArg);
    let what = match error.kind() {
        ErrorKind::InvalidSubcommand => format!("没有“{}”这个命令", get(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个选项"),
        ErrorKind::InvalidValue if get(ContextKind::InvalidValue).is_empty() => {
            format!("“{argument}”后面缺少内容")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("“{argument}”的内容“{}”不对", get(ContextKind::InvalidValue))
        }
        ErrorKind::MissingRequiredArgument => format!("缺少：{argument}"),
        ErrorKind::ArgumentConflict => format!("“{argument}”不能重复，也不能与其他选项同用"),
        ErrorKind::MissingSubcommand => "没有写命令".to_owned(),
        _ => return error.render().to_string(),
    };
    let suggested =
        [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
            .map(get)
            .into_iter()
            .find(|text| !text.is_empty());
    let near = suggested.map_or_else(String::new, |text| format!("是否想写“{text}”？"));
    let valid = get(ContextKind::ValidValue);
    let choices = if valid.is_empty() { String::new() } else { format!("可选：{valid}。") };
    format!("错误[用法]: {what}\n办法: {near}{choices}用 zhiku --help 查看所有命令和选项\n")
}

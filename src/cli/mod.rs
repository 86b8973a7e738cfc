//! The command line: arguments in, words and exit codes out. The only room that prints.

pub mod args;
mod book;
mod build;
mod check;
mod cite;
mod clean;
mod compare;
mod evaluate;
mod explained;
mod following;
mod init;
mod listening;
mod mask;
mod new;
mod package;
mod publish;
pub mod report;
mod review;
mod rollback;
mod schema;
mod search;
mod serve;
mod usage;
mod verify;
mod watch;

use std::process::ExitCode;

use crate::cli::args::Command;
use crate::cli::report::Reporter;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// The content has errors.
    Content,
    /// The command line was wrong.
    Usage,
    /// The machine, a folder or the network stood in the way.
    Environment,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Content => 1,
            Exit::Usage => 2,
            Exit::Environment => 3,
        })
    }
}

/// Runs the program with the arguments of the process.
pub fn run() -> ExitCode {
    let args = match usage::parse() {
        Ok(args) => args,
        Err((text, is_fault)) => {
            let exit = if is_fault { Exit::Usage } else { Exit::Done };
            report::print_usage(&text, is_fault);
            return exit.into();
        }
    };
    let reporter = Reporter::new(&args.common);
    let exit = match &args.command {
        Command::Init(init) => init::run(init, &reporter),
        Command::New(new) => new::run(new, &args.common, &reporter),
        Command::Check => check::run(&args.common, &reporter),
        Command::Build(build) => build::run(build, &args.common, &reporter),
        Command::Serve(serve) => serve::run(serve, &args.common, &reporter),
        Command::Publish(publish) => publish::run(publish, &args.common, &reporter),
        Command::Rollback(rollback) => rollback::run(rollback, &reporter),
        Command::Package(package) => package::pack(package, &reporter),
        Command::Unpack(unpack) => package::apply(unpack, &reporter),
        Command::Review(review) => review::run(review, &args.common, &reporter),
        Command::Watch(watch) => watch::run(watch, &args.common, &reporter),
        Command::Verify(verify) => verify::run(verify, &reporter),
        Command::Schema(schema) => schema::run(schema, &args.common, &reporter),
        Command::Mask(mask) => mask::run(mask, &args.common, &reporter),
        Command::Book(book) => book::run(book, &args.common, &reporter),
        Command::Search(search) => search::run(search, &args.common, &reporter),
        Command::Cite(cite) => cite::run(cite, &args.common, &reporter),
        Command::Evaluate(evaluate) => evaluate::run(evaluate, &args.common, &reporter),
        Command::Compare(compare) => compare::run(compare, &args.common, &reporter),
        Command::Clean => clean::run(&args.common, &reporter),
    };
    exit.into()
}

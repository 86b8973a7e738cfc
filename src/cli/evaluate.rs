//! `zhiku evaluate`: how well the search answers questions whose answers are known.

use crate::base::diagnostic::Diagnostic;
use crate::base::message;
use crate::cli::Exit;
use crate::cli::args::{Common, Evaluate};
use crate::cli::report::Reporter;
use crate::cli::search::{lines, open};
use crate::search::evaluate::{QUESTION, Question, evaluate};

/// Prints a line of figures for each set of questions.
pub fn run(args: &Evaluate, common: &Common, reporter: &Reporter) -> Exit {
    let questions: Vec<Question> = match lines(&args.queries) {
        Ok(questions) => questions,
        Err(found) => {
            reporter.stop(&[found]);
            return Exit::Environment;
        }
    };
    let engine = match open(args.engine, common, reporter) {
        Ok(engine) => engine,
        Err(exit) => return exit,
    };
    let sets = match evaluate(&engine, &questions) {
        Ok(sets) => sets,
        Err(error) => {
            reporter.stop(&[Diagnostic::new(&message::NO_SEARCH).with("reason", error)]);
            return Exit::Environment;
        }
    };
    for (set, figures) in sets {
        let mut line = format!(
            "{set:<18} {:>4}  @1 {:.3}  @3 {:.3}  @10 {:.3}",
            figures.questions, figures.at_1, figures.at_3, figures.at_10
        );
        if set == QUESTION {
            line.push_str(&format!("  nDCG@10 article {:.3}  page {:.3}", figures.article, figures.page));
        }
        reporter.print(&line);
    }
    Exit::Done
}

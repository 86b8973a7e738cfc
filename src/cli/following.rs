//! Following the files: how changes are learned of, and what is said of each rebuild.

use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::base::diagnostic::Lang;
use crate::cli::args::{Common, Following};
use crate::cli::explained;
use crate::cli::report::{Reporter, Warnings};
use crate::serve::rebuild::{Heard, Told};
use crate::serve::watch::{Watch, Way};

/// Begins to watch, and to tell of changes through `tell`.
pub fn watch(args: &Following, common: &Common, tell: &Sender<Heard>, reporter: &Reporter) -> Watch {
    let way = if args.poll { Way::Polling } else { Way::Fitting };
    let tell = Mutex::new(tell.clone());
    let hear = move |seen| {
        if let Ok(tell) = tell.lock() {
            // Whoever heard may have gone.
            let _ = tell.send(Heard::Change(seen));
        }
    };
    let watch = Watch::start(&common.request(), way, Arc::new(hear));
    if let Some(reason) = &watch.refused {
        say_unheard(reason, reporter);
    } else if watch.is_polling() && !args.poll {
        reporter.say(reporter.words(
            "内容在共享文件夹或容器里，收不到改动通知，改为反复查看",
            "the content is on a share or in a container that tells of no changes, so they are looked for",
        ));
    }
    watch
}

/// Says what a rebuild did.
pub fn say(told: &Told<'_>, explains: bool, reporter: &Reporter) {
    let seconds = |time: &Duration| format!("{:.2}", time.as_secs_f64());
    match told {
        Told::Patched { path, time } => reporter.say(&match reporter.lang {
            Lang::Zh => format!("{path} 已更新，用时 {} 毫秒", time.as_millis()),
            Lang::En => format!("{path} is up to date, {} ms", time.as_millis()),
        }),
        Told::Built { explained, pages, time, diagnostics } => {
            reporter.diagnostics(diagnostics, Warnings::None);
            if explains {
                reporter.say(&explained::words(explained, reporter.lang));
            }
            let made = explained.rendered().count();
            reporter.say(&match reporter.lang {
                Lang::Zh => {
                    format!("全站 {pages} 页已更新：重新生成 {made} 个网页，用时 {} 秒", seconds(time))
                }
                Lang::En => format!("all {pages} pages are up to date: {made} rendered, {} s", seconds(time)),
            });
        }
        Told::Indexed { time } => reporter.say(&match reporter.lang {
            Lang::Zh => format!("检索已更新，用时 {} 秒", seconds(time)),
            Lang::En => format!("the search is up to date, {} s", seconds(time)),
        }),
        Told::Unheard(reason) => say_unheard(reason, reporter),
        Told::Wrong(diagnostics) => {
            reporter.diagnostics(diagnostics, Warnings::None);
            reporter.say(reporter.words(
                "有错误，仍显示上一次正确的网页；改正后会自动更新",
                "there are errors, the pages stay as they last were right; they follow once these are mended",
            ));
        }
    }
}

fn say_unheard(reason: &str, reporter: &Reporter) {
    reporter.say(&match reporter.lang {
        Lang::Zh => format!("系统不能通知文件改动（{reason}），改为反复查看"),
        Lang::En => format!("the system does not tell of changes ({reason}), so they are looked for"),
    });
}

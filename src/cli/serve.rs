//! `zhiku serve`: build the site and show it on this machine.

use std::net::{IpAddr, Ipv4Addr};

use crate::base::diagnostic::{Diagnostic, Lang};
use crate::base::message;
use crate::build::pipeline::{Build, Goal};
use crate::cli::Exit;
use crate::cli::args::{Common, Serve};
use crate::cli::build::{make, overlap};
use crate::cli::report::{Reporter, Warnings};
use crate::publish::apply::publish;
use crate::serve::ask::Asker;
use crate::serve::http::{self, Listen, Served};
use crate::serve::snapshot::Snapshot;

/// Builds, prints the address, serves until stopped. The output folder is written only where
/// `--out` names one.
pub fn run(args: &Serve, common: &Common, reporter: &Reporter) -> Exit {
    if let Some(found) = common.out.as_ref().and_then(|out| overlap(common, out)) {
        return reporter.stop(&[found]);
    }
    let build = match make(common, Goal::Publish, reporter) {
        Ok(build) => build,
        Err(exit) => return exit,
    };
    let exit = reporter.diagnostics(&build.diagnostics, Warnings::Few);
    if exit != Exit::Done {
        return exit;
    }
    if let Some(out) = &common.out
        && let Err(found) = publish(out, &build.outputs)
    {
        reporter.stop(&found);
        return Exit::Environment;
    }
    let pages = build.site.pages.len();
    let site = match served(build) {
        Ok(site) => site,
        Err(found) => return reporter.stop(&[found]),
    };
    let listen = Listen { address: args.address, port: args.port, next_free: args.auto_port };
    let listener = match http::bind(listen) {
        Ok(listener) => listener,
        Err(error) => return reporter.stop(&[refused(args, &error)]),
    };
    let address = listener
        .local_addr()
        .map_or_else(|_| args.port.to_string(), |address| shown(address.ip(), address.port()));
    let words = match reporter.lang {
        Lang::Zh => format!("{pages} 页，在浏览器打开 {address}\n按 Ctrl+C 结束"),
        Lang::En => format!("{pages} pages, open {address}\npress Ctrl+C to stop"),
    };
    match http::serve(listener, site, || reporter.say(&words)) {
        Ok(()) => Exit::Done,
        Err(error) => reporter.stop(&[refused(args, &error)]),
    }
}

fn served(build: Build) -> Result<Served, Diagnostic> {
    let snapshot = Snapshot::of(&build.outputs).map_err(|error| error.diagnostic())?;
    let failed = |error: &dyn std::fmt::Display| Diagnostic::new(&message::NO_SEARCH).with("reason", error);
    let search = build.search.ok_or_else(|| failed(&"index"))?;
    let index = search.index().map_err(|error| failed(&error))?;
    let asker = Asker::open(build.outputs, index).map_err(|error| failed(&error))?;
    Ok(Served { snapshot, asker, title: build.site.config.title })
}

fn shown(address: IpAddr, port: u16) -> String {
    let address = if address.is_unspecified() { IpAddr::V4(Ipv4Addr::LOCALHOST) } else { address };
    match address {
        IpAddr::V4(address) => format!("http://{address}:{port}/"),
        IpAddr::V6(address) => format!("http://[{address}]:{port}/"),
    }
}

fn refused(args: &Serve, error: &std::io::Error) -> Diagnostic {
    match error.kind() {
        std::io::ErrorKind::AddrInUse => Diagnostic::new(&message::PORT_TAKEN).with("port", args.port),
        _ => Diagnostic::new(&message::NO_LISTEN)
            .with("address", format!("{}:{}", args.address, args.port))
            .with("reason", error),
    }
}

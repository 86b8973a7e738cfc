//! How a site is served, from what was typed.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;

use crate::base::diagnostic::Diagnostic;
use crate::base::disk::DiskResult;
use crate::base::message;
use crate::cli::args::{Http, LogFormat};
use crate::serve::connections::{Limits, Listen, bind};
use crate::serve::log::{AccessLog, Form, Target};

/// Takes the port that `args` ask for; gives it with the address to open.
pub fn listen(args: &Http) -> Result<(std::net::TcpListener, String), Diagnostic> {
    let (address, port) = args.addr.map_or((args.address, args.port), |addr| (addr.ip(), addr.port()));
    let listener = bind(Listen { address, port, next_free: args.auto_port })
        .map_err(|error| refused(address, port, &error))?;
    let shown = listener.local_addr().map_or_else(|_| port.to_string(), |at| shown(at.ip(), at.port()));
    Ok((listener, shown))
}

/// What readers may not go beyond.
pub fn limits(args: &Http) -> Limits {
    Limits {
        connections: usize::try_from(args.max_connections).unwrap_or(usize::MAX),
        head: Duration::from_secs(args.idle_timeout),
        send: Duration::from_secs(args.send_timeout),
        stop: Duration::from_secs(args.stop_timeout),
    }
}

/// The access log, where one is asked for.
pub fn access_log(args: &Http) -> DiskResult<Option<Arc<AccessLog>>> {
    let form = match args.log_format {
        LogFormat::Common => Form::Common,
        LogFormat::Json => Form::Json,
    };
    let Some(path) = &args.access_log else { return Ok(None) };
    let target = match path.as_str() {
        "-" => Target::Stream(Box::new(std::io::stdout())),
        _ => Target::File(path.clone()),
    };
    AccessLog::open(target, form).map(|log| Some(Arc::new(log)))
}

fn shown(address: IpAddr, port: u16) -> String {
    let address = if address.is_unspecified() { IpAddr::V4(Ipv4Addr::LOCALHOST) } else { address };
    match address {
        IpAddr::V4(address) => format!("http://{address}:{port}/"),
        IpAddr::V6(address) => format!("http://[{address}]:{port}/"),
    }
}

/// Why `address` and `port` cannot be listened on.
fn refused(address: IpAddr, port: u16, error: &std::io::Error) -> Diagnostic {
    match error.kind() {
        std::io::ErrorKind::AddrInUse => Diagnostic::new(&message::PORT_TAKEN).with("port", port),
        _ => Diagnostic::new(&message::NO_LISTEN)
            .with("address", format!("{address}:{port}"))
            .with("reason", error),
    }
}

//! The program: everything is in the library.

/// A build takes and lets go of memory millions of times; the systems' own allocators are slower at it.
#[cfg(not(all(windows, target_env = "gnu")))]
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    zhiku::cli::run()
}

//! Progress on the terminal, and the wish to stop.

use super::print;
use crate::model::Progress;
use crate::report::escape;
use indicatif::{HumanCount, ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Bars on stderr while it is a terminal; nothing otherwise. Ctrl-C and SIGTERM end the run at the next look.
pub struct Terminal {
    bar: Mutex<Option<ProgressBar>>,
    visible: bool,
    quiet: bool,
    stop: Arc<AtomicBool>,
    at_once: Arc<AtomicBool>,
    pause_at: Option<String>,
}

impl Terminal {
    /// Catches the signals and, unless `quiet`, draws bars if stderr is a terminal.
    ///
    /// # Errors
    /// If the operating system refuses the signal handlers.
    pub fn new(quiet: bool) -> std::io::Result<Self> {
        let stop = Arc::new(AtomicBool::new(false));
        let at_once = Arc::new(AtomicBool::new(false));
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
            // A second signal ends the process at once: the first may have come in a long stage.
            signal_hook::flag::register_conditional_shutdown(signal, 130, Arc::clone(&stop))?;
            signal_hook::flag::register(signal, Arc::clone(&stop))?;
            signal_hook::flag::register_conditional_shutdown(signal, 130, Arc::clone(&at_once))?;
        }
        Ok(Self {
            bar: Mutex::new(None),
            quiet,
            visible: !quiet && std::io::stderr().is_terminal(),
            stop,
            at_once,
            pause_at: std::env::var_os("TIDEWAITER_PAUSE_AT")
                .map(|stage| stage.to_string_lossy().into_owned()),
        })
    }

    /// From here on the first signal ends the process: nobody will look whether one came.
    pub fn end_at_once(&self) {
        self.at_once.store(true, Ordering::Relaxed);
    }

    fn with_bar(&self, act: impl FnOnce(&ProgressBar)) {
        if let Ok(bar) = self.bar.lock()
            && let Some(bar) = bar.as_ref()
        {
            act(bar);
        }
    }
}

impl Progress for Terminal {
    fn start(&self, stage: &'static str, total: Option<u64>) {
        if self.pause_at.as_deref() == Some(stage) {
            // A fault point: tests end the process here in every way there is.
            print::warn(format_args!("paused at {stage}"));
            while !self.interrupted() {
                std::thread::sleep(Duration::from_millis(20));
            }
        }
        if !self.visible {
            return;
        }
        let bytes = stage == "ingest";
        let template = match (total.is_some(), bytes) {
            (true, true) => {
                "{prefix:<11} {bar:16} {bytes:>10} of {total_bytes:<10} {msg:>14}  {eta} left"
            }
            (true, false) => {
                "{prefix:<11} {bar:24} {human_pos:>10} of {human_len:<10} {per_sec:>12}  {eta} left"
            }
            (false, true) => "{prefix:<11} {spinner} {bytes} {msg}",
            (false, false) => "{prefix:<11} {spinner} {human_pos}",
        };
        let bar = total.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_prefix(stage);
        bar.enable_steady_tick(Duration::from_millis(120));
        if let Ok(mut slot) = self.bar.lock() {
            *slot = Some(bar);
        }
    }

    fn advance(&self, amount: u64) {
        self.with_bar(|bar| bar.inc(amount));
    }

    fn rows(&self, so_far: u64) {
        self.with_bar(|bar| {
            let seconds = bar.elapsed().as_secs_f64();
            if seconds > 0.2 {
                let rate = so_far as f64 / seconds;
                bar.set_message(format!("{} rows/s", HumanCount(rate as u64)));
            }
        });
    }

    fn finish(&self) {
        if let Ok(mut slot) = self.bar.lock()
            && let Some(bar) = slot.take()
        {
            bar.finish_and_clear();
        }
    }

    fn note(&self, text: &str) {
        if !self.quiet {
            self.finish();
            print::warn(format_args!("{}", escape::terminal::line(text)));
        }
    }

    fn interrupted(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

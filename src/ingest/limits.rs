//! Bounds on what one input may cost: their names, defaults and meaning in one table.

macro_rules! limits {
    ($($(#[doc = $doc:literal])+ $field:ident: $kind:ty = $default:expr, $name:literal, $most:expr;)*) => {
        /// Bounds on what one input may cost. A row over a bound is rejected, a file over one is an error.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub struct Limits { $($(#[doc = $doc])+ pub $field: $kind),* }

        impl Default for Limits {
            fn default() -> Self {
                Self { $($field: $default),* }
            }
        }

        /// Name, default and meaning of every limit.
        pub const LIMITS: &[(&str, u64, &str)] = &[$(($name, $default as u64, concat!($($doc),+))),*];

        impl Limits {
            fn put(&mut self, name: &str, value: u64) -> Result<(), String> {
                match name {
                    $($name => {
                        if value == 0 || value > ($most as u64) {
                            return Err(format!("{name} lies between 1 and {}", $most as u64));
                        }
                        self.$field = value as $kind;
                    })*
                    _ => {
                        let names: Vec<&str> = LIMITS.iter().map(|limit| limit.0).collect();
                        return Err(format!("no limit '{name}'; there are {}", names.join(", ")));
                    }
                }
                Ok(())
            }
        }
    };
}

limits! {
    /// bytes in one cell; a longer one rejects its row
    cell_bytes: usize = 1 << 20, "cell-bytes", 1 << 30;
    /// bytes in one record, so that a quote that is never closed cannot pull a whole file into memory
    record_bytes: usize = 64 << 20, "record-bytes", 1 << 30;
    /// columns of a file
    columns: usize = 4_096, "columns", 1_000_000;
    /// decompressed bytes for one compressed byte, looked at from 64 MiB of output on
    compression_ratio: u64 = 1_000, "compression-ratio", 1_u64 << 60;
    /// bytes, decompressed, of one file that must be held whole: spreadsheets, some watch lists
    whole_file_bytes: u64 = 4 << 30, "whole-file-bytes", 1_u64 << 60;
    /// files after folders and patterns are expanded and archives opened
    files: usize = 10_000, "files", 100_000_000;
    /// rows of all files
    rows: u64 = 100_000_000, "rows", 1_000_000_000;
}

impl Limits {
    /// Sets one limit from `NAME=VALUE`; the value may end in k, M or G (1,024 and its powers).
    ///
    /// # Errors
    /// An unknown name, or a value that is no number or out of range; the text names both.
    pub fn set(&mut self, assignment: &str) -> Result<(), String> {
        let (name, value) = assignment
            .split_once('=')
            .ok_or("write a limit as NAME=VALUE, for example cell-bytes=4M")?;
        let value = value.trim();
        let (digits, shift) = match value.as_bytes().last() {
            Some(b'k' | b'K') => (&value[..value.len() - 1], 10),
            Some(b'M') => (&value[..value.len() - 1], 20),
            Some(b'G') => (&value[..value.len() - 1], 30),
            _ => (value, 0),
        };
        let number = digits
            .parse::<u64>()
            .ok()
            .and_then(|n| n.checked_mul(1 << shift))
            .ok_or_else(|| format!("'{value}' is no number for the limit {name}"))?;
        self.put(name.trim(), number)
    }

    /// Every limit with its default, one a line.
    pub fn help() -> String {
        let lines: Vec<String> = LIMITS
            .iter()
            .map(|(name, default, meaning)| format!("{name}={default}: {}", meaning.trim()))
            .collect();
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_set_by_name_and_what_is_wrong_is_named() {
        let mut limits = Limits::default();
        limits.set("cell-bytes=4M").expect("a limit");
        limits.set("files = 20k").expect("a limit");
        assert_eq!((limits.cell_bytes, limits.files), (4 << 20, 20_480));
        for (wrong, says) in [
            ("cell-bytes", "NAME=VALUE"),
            ("cells=3", "no limit 'cells'"),
            ("rows=many", "'many' is no number"),
            ("columns=0", "between 1 and"),
            ("record-bytes=2G", "between 1 and"),
        ] {
            let error = limits.set(wrong).expect_err(wrong);
            assert!(error.contains(says), "{error}");
        }
    }

    #[test]
    fn help_names_every_limit() {
        let help = Limits::help();
        assert_eq!(help.lines().count(), 7);
        assert!(
            help.starts_with("cell-bytes=1048576: bytes in one cell"),
            "{help}"
        );
    }
}

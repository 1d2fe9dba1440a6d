//! Which firm is meant.

use crate::query::alert::row_of;
use crate::query::{Error, RunFolder, near};

/// Row of a firm in the entities table.
///
/// # Errors
/// If nothing or several fit, or the folder is damaged.
pub fn find(run: &RunFolder, asked: &str) -> Result<usize, Error> {
    let reader = run.entities()?;
    let asked = asked.trim();
    let is_id = asked.len() == 17
        && asked.starts_with(['E', 'e'])
        && asked[1..].bytes().all(|b| b.is_ascii_hexdigit());
    if is_id {
        let ids = reader.columns(&["id"])?;
        let id = format!("E{}", asked[1..].to_ascii_lowercase());
        if let Some(row) = row_of(&ids, &id) {
            return Ok(row);
        }
        return Err(Error::Unknown {
            kind: "entity",
            asked: asked.to_owned(),
            near: Vec::new(),
        });
    }
    // Most names are found as they stand, without folding every name of the run.
    let frame = reader.columns(&["id", "name", "names"])?;
    let quoted = serde_json::Value::from(asked).to_string();
    let mut fits: Vec<usize> = (0..frame.len())
        .filter(|&row| {
            frame.text("name", row) == Some(asked)
                || frame
                    .text("names", row)
                    .is_some_and(|names| names.contains(&quoted))
        })
        .collect();
    if fits.is_empty() {
        let wanted = near::folded(asked);
        if !wanted.is_empty() {
            fits = (0..frame.len())
                .filter(|&row| {
                    // Most firms have one name; only the others have a list worth parsing.
                    let name = frame.text("name", row).unwrap_or("");
                    near::folded(name) == wanted
                        || frame.text("names", row).is_some_and(|names| {
                            names.len() > name.len() + 4
                                && serde_json::from_str::<Vec<String>>(names).is_ok_and(|names| {
                                    names.iter().any(|name| near::folded(name) == wanted)
                                })
                        })
                })
                .collect();
            if fits.is_empty() {
                // A name cut short, without its legal form for one, is enough where it is one firm's.
                let part = format!(" {wanted} ");
                let holds = |name: &str| format!(" {} ", near::folded(name)).contains(&part);
                let names = frame.texts("name").enumerate();
                fits = names
                    .filter(|(_, name)| name.is_some_and(holds))
                    .map(|(row, _)| row)
                    .collect();
            }
        }
    }
    let label = |row: usize| {
        format!(
            "{} ({})",
            frame.text("name", row).unwrap_or(""),
            frame.text("id", row).unwrap_or("")
        )
    };
    match fits.as_slice() {
        [row] => Ok(*row),
        [] => {
            let near = near::nearest(asked, frame.texts("name").map(|name| name.unwrap_or("")));
            Err(Error::Unknown {
                kind: "entity",
                asked: asked.to_owned(),
                near: near.into_iter().map(label).collect(),
            })
        }
        many => Err(Error::Ambiguous {
            asked: asked.to_owned(),
            fits: many.iter().take(5).map(|&row| label(row)).collect(),
        }),
    }
}

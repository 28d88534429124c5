//! A little language for shaders that exist in many sizes: whole lines are repeated or left out.
//!
//! `//@repeat i ROWS` ... `//@end` repeats what is between with `{i}` counting up from nought; `//@if NAME` ... `//@else` ...
//! `//@end` keeps one of two parts; `{NAME}` stands for a number. WGSL itself has neither loops over names nor conditions
//! before its types, and a compiler that is handed straight lines keeps everything in registers.

use std::collections::HashMap;

/// The numbers that a shader is made for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbers(HashMap<&'static str, u32>);

impl Numbers {
    /// With one more.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: u32) -> Self {
        self.0.insert(name, value);
        self
    }

    /// With a condition.
    #[must_use]
    pub fn when(self, name: &'static str, holds: bool) -> Self {
        self.with(name, u32::from(holds))
    }
}

/// Writes a shader out.
///
/// # Panics
/// On a template of ours that is not one: an unknown name, a block without an end.
pub fn expand(template: &str, numbers: &Numbers) -> String {
    let lines: Vec<&str> = template.lines().collect();
    let mut known: Vec<(String, String)> =
        numbers.0.iter().map(|(name, value)| (format!("{{{name}}}"), value.to_string())).collect();
    let mut out = String::with_capacity(template.len() * 2);
    block(&lines, numbers, &mut known, &mut out);
    out
}

fn block(lines: &[&str], numbers: &Numbers, known: &mut Vec<(String, String)>, out: &mut String) {
    let value = |name: &str| match numbers.0.get(name) {
        Some(value) => *value,
        None => panic!("a shader asks for {name}, which is not known"),
    };
    let mut at = 0;
    while at < lines.len() {
        let Some(directive) = lines[at].trim().strip_prefix("//@") else {
            let mut line = lines[at].to_owned();
            for (name, text) in known.iter().rev() {
                if line.contains('{') {
                    line = line.replace(name, text);
                }
            }
            out.push_str(&line);
            out.push('\n');
            at += 1;
            continue;
        };
        let (middle, end) = extent(lines, at);
        match directive.split_whitespace().collect::<Vec<_>>()[..] {
            ["repeat", counter, count] => {
                for number in 0..value(count) {
                    known.push((format!("{{{counter}}}"), number.to_string()));
                    block(&lines[at + 1..end], numbers, known, out);
                    known.pop();
                }
            }
            ["if", name] if value(name) > 0 => block(&lines[at + 1..middle], numbers, known, out),
            ["if", _] => block(&lines[(middle + 1).min(end)..end], numbers, known, out),
            _ => panic!("a shader says {directive:?}, which means nothing"),
        }
        at = end + 1;
    }
}

/// Where the block that begins at a line has its `else` (its end, if none) and its end.
fn extent(lines: &[&str], begin: usize) -> (usize, usize) {
    let (mut depth, mut middle) = (0, None);
    for (at, line) in lines.iter().enumerate().skip(begin) {
        match line.trim().strip_prefix("//@") {
            Some("end") => depth -= 1,
            Some("else") if depth == 1 => middle = Some(at),
            Some("else") | None => {}
            Some(_) => depth += 1,
        }
        if depth == 0 {
            return (middle.unwrap_or(at), at);
        }
    }
    panic!("a shader's {:?} has no end", lines[begin])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeats_chooses_and_fills_in() {
        let template =
            "a {N}\n//@repeat i N\n//@repeat j TWO\nx_{i}_{j}\n//@end\n//@if ODD\nodd\n//@else\neven\n//@end\n//@end";
        let numbers = Numbers::default().with("N", 2).with("TWO", 2).when("ODD", false);
        assert_eq!(expand(template, &numbers), "a 2\nx_0_0\nx_0_1\neven\nx_1_0\nx_1_1\neven\n");
        let odd = Numbers::default().when("ODD", true);
        assert_eq!(expand("//@if ODD\nyes\n//@end\nrest", &odd), "yes\nrest\n");
        assert_eq!(expand("//@if ODD\nyes\n//@end\nrest", &odd.when("ODD", false)), "rest\n");
    }
}

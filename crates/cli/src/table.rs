//! Rows of text, aligned for people or separated by commas for spreadsheets (RFC 4180).

/// On which side a column's cells stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
}

/// A table with a head.
pub struct Table<const N: usize> {
    head: [(&'static str, Align); N],
    rows: Vec<[String; N]>,
    hidden: [bool; N],
}

impl<const N: usize> Table<N> {
    pub fn new(head: [(&'static str, Align); N]) -> Self {
        Self { head, rows: Vec::new(), hidden: [false; N] }
    }

    pub fn row(&mut self, cells: [String; N]) {
        // Names and titles come from strangers, and must not steer the terminal.
        self.rows.push(cells.map(|cell| cell.replace(char::is_control, "\u{fffd}")));
    }

    /// Leaves out a column that says nothing here.
    pub fn hide(&mut self, name: &str) {
        for (hidden, (head, _)) in self.hidden.iter_mut().zip(self.head) {
            *hidden |= head == name;
        }
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Columns as wide as their widest cell, two blanks apart.
    pub fn text(&self) -> String {
        let head = self.head.map(|(name, _)| name.to_owned());
        let lines = || std::iter::once(&head).chain(&self.rows);
        let width = |column: usize| lines().map(|cells| cells[column].chars().count()).max().unwrap_or(0);
        let widths: [usize; N] = std::array::from_fn(width);
        let mut text = String::new();
        for cells in lines() {
            let padded = cells.iter().zip(widths).zip(self.head).map(|((cell, width), (_, align))| match align {
                Align::Left => format!("{cell:<width$}"),
                Align::Right => format!("{cell:>width$}"),
            });
            let seen = padded.zip(self.hidden).filter_map(|(cell, hidden)| (!hidden).then_some(cell));
            text.push_str(seen.collect::<Vec<_>>().join("  ").trim_end());
            text.push('\n');
        }
        text
    }

    /// With the head as the first line.
    pub fn csv(&self) -> String {
        let head = self.head.map(|(name, _)| name.to_owned());
        let seen = |cells: &[String; N]| -> Vec<String> {
            cells.iter().zip(self.hidden).filter(|(_, hidden)| !hidden).map(|(cell, _)| escape(cell)).collect()
        };
        let line = |cells: &[String; N]| seen(cells).join(",") + "\n";
        std::iter::once(&head).chain(&self.rows).map(line).collect()
    }
}

fn escape(cell: &str) -> String {
    // A cell that begins like a formula would be run by the spreadsheet, and titles come from strangers.
    let formula = cell.starts_with(['=', '+', '@', '\t']) || (cell.starts_with('-') && cell.parse::<f64>().is_err());
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_and_lines_have_no_tail() {
        let mut table = Table::new([("what", Align::Left), ("net", Align::Right), ("note", Align::Left)]);
        table.row(["ä".into(), "1.5".into(), String::new()]);
        table.row(["longer".into(), "-10".into(), "x".into()]);
        assert_eq!(table.text(), "what    net  note\nä       1.5\nlonger  -10  x\n");
    }

    #[test]
    fn a_hidden_column_is_nowhere() {
        let mut table = Table::new([("a", Align::Left), ("b", Align::Left), ("c", Align::Left)]);
        table.row(["1".into(), "2".into(), "3".into()]);
        table.hide("b");
        assert_eq!((table.text().as_str(), table.csv().as_str()), ("a  c\n1  3\n", "a,c\n1,3\n"));
    }

    #[test]
    fn a_stranger_does_not_steer_the_terminal() {
        let mut table = Table::new([("name", Align::Left)]);
        table.row(["a\x1b[2Jb\nc".into()]);
        assert_eq!(table.text(), "name\na\u{fffd}[2Jb\u{fffd}c\n");
    }

    #[test]
    fn commas_quotes_and_formulas_are_escaped() {
        let escaped = ["a,b", "say \"x\"", "two\nlines", "plain", "=1+1", "-1.5", "-cmd"].map(escape);
        let expected = ["\"a,b\"", "\"say \"\"x\"\"\"", "\"two\nlines\"", "plain", "'=1+1", "-1.5", "'-cmd"];
        assert_eq!(escaped, expected);
    }
}

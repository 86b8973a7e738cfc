//! Whole numbers in printable characters: what shards are written in.
//!
//! FORMAT.md, section 3, rules it. A number is a run of digits, lowest first; a digit below
//! [`ENDS`] ends the number, the others go on. `"` and `\` are left out, so that a run of numbers
//! stands between quotes in a script as it is.

/// Number of digits.
pub const DIGITS: u32 = 91;
/// Digits that end a number; the rest continue it.
pub const ENDS: u32 = 64;
const GOES_ON: u32 = DIGITS - ENDS;

/// Appends a number.
pub fn write(mut number: u32, out: &mut String) {
    while number >= ENDS {
        number -= ENDS;
        out.push(digit(ENDS + number % GOES_ON));
        number /= GOES_ON;
    }
    out.push(digit(number));
}

/// Appends a small number as one digit and, from the last digit on, a number that goes on from there.
pub fn write_small(number: u32, out: &mut String) {
    out.push(digit(number.min(DIGITS - 1)));
    if let Some(more) = number.checked_sub(DIGITS - 1) {
        write(more, out);
    }
}

fn digit(value: u32) -> char {
    let code = value + u32::from(b'#');
    let code = if code >= u32::from(b'\\') { code + 1 } else { code };
    char::from(code as u8)
}

/// Reads numbers one after another.
#[derive(Debug, Clone)]
pub struct Reader<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl<'t> Reader<'t> {
    /// Starts at the beginning of a run of numbers.
    pub fn new(text: &'t str) -> Self {
        Self { bytes: text.as_bytes(), at: 0 }
    }

    /// Whether everything was read.
    pub fn is_at_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    /// The next number; `None` at the end and where a character is no digit.
    pub fn number(&mut self) -> Option<u32> {
        let (mut number, mut place) = (0u64, 1u64);
        loop {
            let value = u64::from(value(*self.bytes.get(self.at)?)?);
            self.at += 1;
            number = number.checked_add(value.checked_mul(place)?)?;
            if value < u64::from(ENDS) {
                return u32::try_from(number).ok();
            }
            place = place.checked_mul(u64::from(GOES_ON))?;
        }
    }

    /// The next number that [`write_small`] wrote.
    pub fn small(&mut self) -> Option<u32> {
        let number = value(*self.bytes.get(self.at)?)?;
        self.at += 1;
        if number < DIGITS - 1 { Some(number) } else { number.checked_add(self.number()?) }
    }

    /// The next `length` characters as they stand.
    pub fn text(&mut self, length: usize) -> Option<&'t str> {
        let text = self.bytes.get(self.at..self.at.checked_add(length)?)?;
        self.at += length;
        std::str::from_utf8(text).ok()
    }
}

fn value(byte: u8) -> Option<u32> {
    let code = u32::from(byte);
    match byte {
        b'#'..=b'[' => Some(code - u32::from(b'#')),
        b']'..=b'~' => Some(code - u32::from(b'#') - 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn small_numbers_take_one_character() {
        for (number, length) in [(0, 1), (63, 1), (64, 2), (64 + 27 * 64 - 1, 2), (64 + 27 * 64, 3)] {
            let mut out = String::new();
            write(number, &mut out);
            assert_eq!(out.len(), length, "{number}");
        }
    }

    proptest! {
        #[test]
        fn numbers_come_back(numbers in proptest::collection::vec(0u32.., 0..40)) {
            let mut out = String::new();
            for number in &numbers {
                write(*number, &mut out);
            }
            prop_assert!(!out.contains(['"', '\\']));
            let mut reader = Reader::new(&out);
            for number in &numbers {
                prop_assert_eq!(reader.number(), Some(*number));
            }
            prop_assert!(reader.is_at_end());
        }

        #[test]
        fn small_numbers_come_back(numbers in proptest::collection::vec(0u32..300, 0..40)) {
            let mut out = String::new();
            for number in &numbers {
                write_small(*number, &mut out);
            }
            let mut reader = Reader::new(&out);
            for number in &numbers {
                prop_assert_eq!(reader.small(), Some(*number));
            }
            prop_assert!(reader.is_at_end());
        }

        #[test]
        fn any_text_is_safe(text in ".*") {
            let mut reader = Reader::new(&text);
            while reader.number().is_some() {}
        }
    }
}

//! What may stand in the head of a message. Nothing there can begin a line of its own.

use crate::{Error, FieldCode, Result, draft::leaves_the_line, user::is_email};

/// A person's name and e-mail address, fit for the head of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    name: String,
    email: String,
}

impl Address {
    /// # Errors
    /// [`FieldCode::NotAnEmail`] at `email`, [`FieldCode::Malformed`] at `name` when it has control characters.
    pub fn new(name: &str, email: &str) -> Result<Self> {
        let email = email.trim();
        if !is_email(email) {
            return Err(Error::field("email", FieldCode::NotAnEmail));
        }
        let name = header_text(name).ok_or_else(|| Error::field("name", FieldCode::Malformed))?;
        Ok(Self { name: name.to_owned(), email: email.to_owned() })
    }

    /// Of a person, by their names. A name that cannot stand in a message's head does not keep the message from its
    /// reader.
    ///
    /// # Errors
    /// [`FieldCode::NotAnEmail`] at `email`.
    pub fn of(first_name: &str, last_name: &str, email: &str) -> Result<Self> {
        Self::new(&format!("{first_name} {last_name}"), email).or_else(|_| Self::new("", email))
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn email(&self) -> &str {
        &self.email
    }
}

/// The text, trimmed, if it can stand in one line of a message's head: no line breaks, no control characters,
/// and none of the characters that turn the direction of reading, with which a name can pose as another.
pub fn header_text(text: &str) -> Option<&str> {
    let text = text.trim_matches(' ');
    let fits = text.chars().count() <= 300 && !text.chars().any(leaves_the_line);
    fits.then_some(text)
}

/// What somebody is called, as it may stand in a message's head: what [`header_text`] would refuse becomes a space.
pub fn header_word(text: &str) -> String {
    let tame: String = text.chars().map(|c| if leaves_the_line(c) { ' ' } else { c }).collect();
    tame.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_break_is_refused_wherever_it_stands() {
        for bad in ["a\r\nBcc: x@y.fr", "a\nb", "\r", "a\0b", "a\u{2028}b", "a\u{202e}b", "a\u{85}b"] {
            assert_eq!(header_text(bad), None, "{bad:?}");
            assert!(Address::new(bad, "a@b.fr").is_err(), "{bad:?}");
            assert!(Address::new("A", &format!("{bad}@b.fr")).is_err(), "{bad:?}");
        }
        assert_eq!(header_text(" Léa Martin "), Some("Léa Martin"));
        assert_eq!(header_word("Léa\r\nBcc: x@y.fr\u{202e} "), "Léa Bcc: x@y.fr");
    }

    proptest! {
        #[test]
        fn what_is_accepted_never_holds_a_line_break(name in "(?s).{0,40}", email in "(?s).{0,20}@.{0,20}\\.fr") {
            if let Ok(address) = Address::new(&name, &email) {
                let both = format!("{}{}", address.name(), address.email());
                prop_assert!(!both.chars().any(char::is_control), "{both:?}");
                prop_assert!(!address.email().contains([' ', '<', '>', ',', ';', ':', '"']));
            }
            if let Some(text) = header_text(&name) {
                prop_assert!(!text.chars().any(char::is_control));
            }
        }
    }
}

//! Word to somebody that something about their sign-in is not as it was: if it was not by them, they learn of it.

use super::Letter;
use crate::{Services, access::Writer, local_time};
use domain::{Result, mail::Address, user::Language};
use entity::user;
use i18n::{format, notice as text};

/// What happened. None of it tells a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notice {
    SecondStepOn,
    /// By the person.
    SecondStepOff,
    /// By an administrator.
    SecondStepRemoved,
    CodesRenewed,
    /// To the address that is no longer theirs.
    AddressLeft,
    /// To the one that is now.
    AddressNew,
    /// Wrong passwords or codes, as many as cost no waiting.
    Locked,
}

impl Notice {
    #[cfg(test)]
    pub const ALL: [Self; 7] = [
        Self::SecondStepOn,
        Self::SecondStepOff,
        Self::SecondStepRemoved,
        Self::CodesRenewed,
        Self::AddressLeft,
        Self::AddressNew,
        Self::Locked,
    ];

    /// The letter that says so; `when` is as people write it.
    pub fn letter(self, name: String, language: Language, when: &str, public_url: &str) -> Letter {
        let (title, what) = match self {
            Self::SecondStepOn => (text::second_step_on(language), text::second_step_on_what(language, when)),
            Self::SecondStepOff => {
                (text::second_step_off(language), text::second_step_off_what(language, when))
            }
            Self::SecondStepRemoved => {
                (text::second_step_removed(language), text::second_step_removed_what(language, when))
            }
            Self::CodesRenewed => (text::codes_renewed(language), text::codes_renewed_what(language, when)),
            Self::AddressLeft => (text::address_left(language), text::address_left_what(language, when)),
            Self::AddressNew => (text::address_new(language), text::address_new_what(language, when)),
            Self::Locked => (text::locked(language), text::locked_what(language, when)),
        };
        let (advice, page) = match self {
            Self::SecondStepOn | Self::SecondStepOff | Self::CodesRenewed => {
                (text::advice_password(language), "/forgot-password")
            }
            Self::SecondStepRemoved => (text::advice_set_up(language), "/account/second-step"),
            Self::AddressLeft | Self::AddressNew => (text::advice_administrator(language), "/login"),
            Self::Locked => (text::advice_locked(language), "/forgot-password"),
        };
        let link = format!("{public_url}{page}");
        Letter::SecurityNotice { name, title: title.to_owned(), what, advice: advice.to_owned(), link }
    }
}

/// Tells somebody, at their address.
///
/// # Errors
/// As [`Writer::post`].
pub(crate) async fn tell(
    services: &Services,
    w: &mut Writer,
    user: &user::Model,
    notice: Notice,
) -> Result<()> {
    tell_at(services, w, user, &user.email, notice).await
}

/// Tells somebody, at that address of theirs.
///
/// # Errors
/// As [`Writer::post`].
pub(crate) async fn tell_at(
    services: &Services,
    w: &mut Writer,
    user: &user::Model,
    email: &str,
    notice: Notice,
) -> Result<()> {
    let local = local_time::local(w.now, &local_time::plant(services));
    let when = format::date_time(user.language, local);
    let public_url = services.mail_options().public_url;
    let letter = notice.letter(user.first_name.clone(), user.language, &when, &public_url);
    let to = Address::of(&user.first_name, &user.last_name, email)?;
    w.post(&to, user.language, &letter).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::templates::render;
    use domain::mail::MailTemplate;

    #[test]
    fn each_says_what_happened_in_both_languages() {
        for language in Language::ALL {
            let mut said = std::collections::BTreeSet::new();
            for notice in Notice::ALL {
                let letter = notice.letter("Léa".into(), *language, "20 nov. 2026, 8:12", "https://v.test");
                let mail = render(None, MailTemplate::SecurityNotice, *language, &letter).expect("complete");
                assert!(mail.subject.starts_with("Vigie") && mail.subject.len() > 20, "{}", mail.subject);
                for part in [&mail.text, &mail.html.replace("&#x2f;", "/")] {
                    assert!(
                        part.contains("20 nov. 2026, 8:12") && part.contains("https://v.test/"),
                        "{part}"
                    );
                }
                assert!(said.insert(mail.text), "{notice:?}");
            }
        }
    }
}

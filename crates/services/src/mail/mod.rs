//! Mails: composed in the transaction that has something to tell, kept in the outbox, sent by a job.

mod compose;
mod manage;
mod send;
mod smtp;
mod templates;

pub(crate) use compose::Letter;

use crate::Services;
use domain::mail::{Breaker, MailSettings};
use std::sync::{Mutex, PoisonError, RwLock};

/// The outbox.
pub struct MailService<'a>(pub(crate) &'a Services);

/// Where mails go and what their links begin with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailOptions {
    /// The address that people use, without a slash at its end. Links are built from it alone, never from
    /// what a request claims.
    pub public_url: String,
    /// Without one, mails stay in the outbox.
    pub server: Option<MailSettings>,
}

/// The options in force, and what this process knows of the way to the mail server.
#[derive(Default)]
pub(crate) struct Post {
    options: RwLock<MailOptions>,
    breaker: Mutex<Breaker>,
}

impl Services {
    /// Sets where mails go, from now on.
    pub fn set_mail(&self, options: MailOptions) {
        let post = &self.inner.post;
        *post.options.write().unwrap_or_else(PoisonError::into_inner) = options;
        // What was known of another server says nothing of this one.
        self.breaker(|breaker| *breaker = Breaker::default());
    }

    pub(crate) fn mail_options(&self) -> MailOptions {
        self.inner.post.options.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn breaker<T>(&self, look: impl FnOnce(&mut Breaker) -> T) -> T {
        look(&mut self.inner.post.breaker.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

//! One reader for all connections of this process: it looks when something was committed here, and now and then, because
//! another process may have written.

use crate::edge::drain::Draining;
use domain::event::{EventCursor, EventView};
use services::Services;
use std::{
    sync::{Arc, Once},
    time::Duration,
};
use tokio::sync::broadcast;

/// What another server has written is seen after at most this long.
const POLL_INTERVAL: Duration = Duration::from_millis(500);
/// What is committed within this time is read together.
const TOGETHER: Duration = Duration::from_millis(15);
/// Batches that a slow connection may be behind before it reads the table by itself.
const BEHIND: usize = 64;

/// What connections are told.
#[derive(Clone)]
pub(super) enum News {
    Events(Arc<[EventView]>),
    /// The server ends.
    Closing,
}

/// Cheap to clone. Reads nothing until somebody listens for the first time.
#[derive(Clone)]
pub(super) struct Relay {
    services: Services,
    draining: Draining,
    sender: broadcast::Sender<News>,
    started: Arc<Once>,
}

impl Relay {
    pub fn new(services: Services, draining: Draining) -> Self {
        Self { services, draining, sender: broadcast::Sender::new(BEHIND), started: Arc::new(Once::new()) }
    }

    pub fn listen(&self) -> broadcast::Receiver<News> {
        let receiver = self.sender.subscribe();
        self.started.call_once(|| {
            tokio::spawn(run(self.services.clone(), self.draining.clone(), self.sender.clone()));
        });
        receiver
    }
}

async fn run(services: Services, draining: Draining, sender: broadcast::Sender<News>) {
    let mut committed = services.events().committed();
    let mut read: Option<EventCursor> = None;
    loop {
        read = look(&services, &sender, read).await;
        if draining.has_begun() {
            // Fails when nobody listens.
            let _ = sender.send(News::Closing);
        }
        tokio::select! {
            changed = committed.changed() => match changed {
                Ok(()) => tokio::time::sleep(TOGETHER).await,
                Err(_) => return,
            },
            () = tokio::time::sleep(POLL_INTERVAL) => {}
        }
    }
}

/// Hands on what has happened since; tells how far it has read. Nothing was read while the database did not answer.
async fn look(
    services: &Services,
    sender: &broadcast::Sender<News>,
    read: Option<EventCursor>,
) -> Option<EventCursor> {
    let events = services.events();
    let mut place = match read {
        Some(place) => place,
        None => {
            let newest = events.newest_of_all().await.ok()?;
            events.hand_on(newest.clone());
            newest
        }
    };
    loop {
        let Ok((news, next)) = events.all_after(&place).await else { return Some(place) };
        if news.is_empty() {
            return Some(place);
        }
        place = next;
        // The place first: whoever begins to listen here has it, or hears the events.
        events.hand_on(place.clone());
        // Fails when nobody listens.
        let _ = sender.send(News::Events(news.into()));
    }
}

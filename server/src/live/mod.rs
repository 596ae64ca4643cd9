//! `GET /ws`: what happened, as it happens. A message says which row changed, and no more: whoever wants to know what it
//! says reads it with their own permissions.
//!
//! | Message | Meaning |
//! |---|---|
//! | `{"topic":"hello","id":0,"seq":"0:12.3:45"}` | the first one: from here on |
//! | `{"topic":"intervention.started","id":12,"seq":"0:12.3:46"}` | something was done to row 12 |
//! | `{"topic":"reset","id":0,"seq":"0:99.3:90"}` | more has happened than is told one by one: read everything again |
//!
//! Whoever comes back with `?after=` and the last `seq` misses nothing.

mod relay;

use crate::{
    AppState,
    edge::drain::Draining,
    error::{By, RestResult},
    session::{SessionConfig, is_from_our_pages},
};
use axum::{
    Router,
    extract::{
        Query, State, WebSocketUpgrade,
        ws::{Message, WebSocket},
    },
    http::HeaderMap,
    response::{IntoResponse, Response},
    routing::get,
};
use domain::{
    Caller, Error, FieldCode, Noun,
    event::{EventCursor, EventView, MAX_EVENTS},
};
use relay::{News, Relay};
use serde::{Deserialize, Serialize};
use services::Services;
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, broadcast::error::RecvError},
    time::{Instant, MissedTickBehavior},
};

/// Connections at a time; whoever comes then is told to come again later.
const CONNECTIONS: usize = 4_000;
/// Whether the other side is still there, and the person still signed in, is looked at this often.
const POLL_INTERVAL: Duration = Duration::from_secs(30);
/// Nobody has anything long to say here.
const MAX_MESSAGE: usize = 1 << 10;

/// The connections and what feeds them. Cheap to clone.
#[derive(Clone)]
pub struct Live {
    relay: Relay,
    places: Arc<Semaphore>,
}

impl Live {
    pub fn new(services: Services, draining: Draining) -> Self {
        Self { relay: Relay::new(services, draining), places: Arc::new(Semaphore::new(CONNECTIONS)) }
    }
}

pub fn router() -> Router<AppState> {
    Router::new().route("/ws", get(open))
}

#[derive(Deserialize)]
struct From {
    /// The `seq` of the last message.
    #[serde(default)]
    after: String,
}

#[derive(Serialize)]
struct Told<'a> {
    topic: &'a str,
    id: i64,
    seq: String,
}

async fn open(
    By(by): By,
    State(state): State<AppState>,
    headers: HeaderMap,
    Query(from): Query<From>,
    upgrade: WebSocketUpgrade,
) -> RestResult<Response> {
    let config = SessionConfig {
        public_url: state.config.server.public_url.clone(),
        trusted_hops: state.config.server.trusted_hops,
    };
    // A browser sends the cookies with a socket that any page opens.
    if !is_from_our_pages(&headers, &config) {
        return Err(Error::Forbidden.into());
    }
    let after = match from.after.as_str() {
        "" => None,
        text => Some(text.parse().map_err(|_| Error::field("after", FieldCode::UnknownValue))?),
    };
    if state.draining.has_begun() {
        return Err(Error::Unavailable.into());
    }
    let live = state.live.clone();
    let Ok(place) = live.places.clone().try_acquire_owned() else { return Err(Error::Unavailable.into()) };
    // Unless it is said, each connection keeps 128 KiB to read into.
    let upgrade = upgrade.read_buffer_size(MAX_MESSAGE);
    let upgrade = upgrade.max_message_size(MAX_MESSAGE).max_frame_size(MAX_MESSAGE);
    let services = state.services.clone();
    Ok(upgrade
        .on_upgrade(move |socket| attend(socket, services, live.relay, by, after, place))
        .into_response())
}

/// Serves one connection until it ends, or the person may be told nothing any more.
async fn attend(
    socket: WebSocket,
    services: Services,
    relay: Relay,
    by: Caller,
    after: Option<EventCursor>,
    _place: OwnedSemaphorePermit,
) {
    // First listen, then read what was: what happens between the two comes twice, and is told once.
    let mut news = relay.listen();
    let mut listener = Listener { socket, services, by, told: EventCursor::default() };
    if listener.begin(after).await.is_err() {
        return;
    }
    let mut look = tokio::time::interval_at(Instant::now() + POLL_INTERVAL, POLL_INTERVAL);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let went = tokio::select! {
            came = news.recv() => match came {
                Ok(News::Events(events)) => listener.hand_on(&events).await,
                Ok(News::Closing) | Err(RecvError::Closed) => Err(Gone),
                // Too slow for the pace: what was missed is read from the table.
                Err(RecvError::Lagged(_)) => listener.catch_up().await,
            },
            _ = look.tick() => listener.look().await,
            said = listener.socket.recv() => match said {
                Some(Ok(Message::Close(_)) | Err(_)) | None => Err(Gone),
                Some(Ok(_)) => Ok(()),
            },
        };
        if went.is_err() {
            // Fails when the other side has gone.
            let _ = listener.socket.send(Message::Close(None)).await;
            return;
        }
    }
}

/// The other side has gone, or has nothing to listen for any more.
struct Gone;

struct Listener {
    socket: WebSocket,
    services: Services,
    by: Caller,
    /// What was told.
    told: EventCursor,
}

impl Listener {
    /// From now on, or from where it broke off.
    async fn begin(&mut self, after: Option<EventCursor>) -> Result<(), Gone> {
        match after {
            None => {
                self.told = self.services.events().from_now_on(&self.by).await;
                self.say("hello", 0).await
            }
            Some(after) => {
                self.told = after;
                self.say("hello", 0).await?;
                self.catch_up().await
            }
        }
    }

    /// Tells what has happened since the last message, from the table.
    async fn catch_up(&mut self) -> Result<(), Gone> {
        let events = self.services.events();
        let (missed, next) = events.after(&self.by, &self.told, MAX_EVENTS).await.map_err(|_| Gone)?;
        if missed.len() as u64 >= MAX_EVENTS {
            self.told = events.from_now_on(&self.by).await;
            return self.say("reset", 0).await;
        }
        for event in &missed {
            self.told.pass(event.site, event.id);
            self.say(&event.topic, event.noun_id).await?;
        }
        self.told = next;
        Ok(())
    }

    /// Tells what of these is for this person and was not told yet.
    async fn hand_on(&mut self, events: &[EventView]) -> Result<(), Gone> {
        for event in events {
            if self.concerns(event) {
                self.recognize().await?;
            }
            if event.is_for(&self.by) && !self.told.has_passed(event.site, event.id) {
                self.told.pass(event.site, event.id);
                self.say(&event.topic, event.noun_id).await?;
            }
        }
        Ok(())
    }

    /// Whether it may have changed what this person may be told.
    fn concerns(&self, event: &EventView) -> bool {
        match event.noun {
            Noun::User => self.by.user_id().is_some_and(|user| user.0 == event.noun_id),
            Noun::Session => self.by.session.is_some_and(|session| session.0 == event.noun_id),
            _ => false,
        }
    }

    async fn look(&mut self) -> Result<(), Gone> {
        self.recognize().await?;
        self.socket.send(Message::Ping(vec![].into())).await.map_err(|_| Gone)
    }

    /// Who they are now: whoever has lost a permission or a site is told accordingly, whoever has been signed out, nothing.
    async fn recognize(&mut self) -> Result<(), Gone> {
        match self.services.sessions().again(&self.by).await {
            Ok(by) => self.by = by,
            // A database that does not answer says nothing about the person.
            Err(Error::Unavailable) => {}
            Err(_) => return Err(Gone),
        }
        Ok(())
    }

    async fn say(&mut self, topic: &str, id: i64) -> Result<(), Gone> {
        let told = Told { topic, id, seq: self.told.to_string() };
        let text = serde_json::to_string(&told).map_err(|_| Gone)?;
        self.socket.send(Message::Text(text.into())).await.map_err(|_| Gone)
    }
}

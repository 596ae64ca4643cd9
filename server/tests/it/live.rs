//! Live events over a real socket: who may listen, what is told, and what is told after a cut.

use axum::http::{HeaderValue, StatusCode, header};
use domain::{Caller, Role, intervention::ReportDraft, session::SignInDraft};
use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use services::Client;
use std::{net::SocketAddr, time::Duration};
use testkit::{World, each_database};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest},
};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

struct Plant {
    w: World,
    at: SocketAddr,
    press: domain::EquipmentId,
    boss: Caller,
}

impl Plant {
    async fn new(w: World) -> Self {
        let site = w.site("N").await;
        let press = w.equipment(site, "PH-001").await;
        let boss = w.person_with_password("boss", Role::Supervisor, &[site]).await;
        w.person_with_password("client", Role::Client, &[site]).await;
        let config =
            server::config::load(&server::config::Sources::default()).expect("the defaults are valid");
        let router = server::app(server::AppState::new(w.services.clone(), config));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let at = listener.local_addr().expect("bound");
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { w, at, press, boss }
    }

    async fn token(&self, login: &str) -> String {
        let draft =
            SignInDraft { login: login.into(), password: testkit::PASSWORD.into(), ..Default::default() };
        self.w.services.sessions().sign_in(&draft, &Client::default()).await.expect("signed in").tokens.access
    }

    async fn open(&self, token: &str, after: &str, origin: Option<&str>) -> Result<Socket, StatusCode> {
        let mut request =
            format!("ws://{}/ws?after={after}", self.at).into_client_request().expect("a request");
        let headers = request.headers_mut();
        if !token.is_empty() {
            headers.insert(header::AUTHORIZATION, format!("Bearer {token}").parse().expect("a header"));
        }
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, HeaderValue::from_str(origin).expect("a header"));
        }
        match connect_async(request).await {
            Ok((socket, _)) => Ok(socket),
            Err(Error::Http(answer)) => Err(answer.status()),
            Err(other) => panic!("{other}"),
        }
    }

    async fn report(&self, what: &str) {
        let draft = ReportDraft {
            equipment_id: self.press.to_string(),
            what: what.into(),
            urgency: "urgent".into(),
            stopped: "true".into(),
            since: String::new(),
        };
        self.w.services.interventions().report_breakdown(&self.w.admin, &draft).await.expect("reported");
    }
}

/// The next message; `None` when the server has closed, or says nothing for a while.
async fn next(socket: &mut Socket) -> Option<Value> {
    loop {
        let message = tokio::time::timeout(Duration::from_secs(5), socket.next()).await.ok()??.ok()?;
        match message {
            Message::Text(text) => return serde_json::from_str(&text).ok(),
            Message::Close(_) => return None,
            _ => {}
        }
    }
}

/// Messages until that topic came; the last one is it.
async fn until(socket: &mut Socket, topic: &str) -> Vec<String> {
    let mut topics = vec![];
    while topics.last().map(String::as_str) != Some(topic) {
        let told = next(socket).await.unwrap_or_else(|| panic!("{topic} never came, but {topics:?}"));
        topics.push(told["topic"].as_str().expect("a topic").to_owned());
    }
    topics
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_is_told_and_nothing_is_missed_after_a_cut() {
    each_database(|w| async move {
        let plant = Plant::new(w).await;
        let token = plant.token("boss").await;
        let mut socket = plant.open(&token, "", None).await.expect("open");
        let hello = next(&mut socket).await.expect("a greeting");
        assert_eq!(hello["topic"], "hello");
        plant.report("Fuite").await;
        let topics = until(&mut socket, "notification.created").await;
        assert!(topics.contains(&"intervention.reported".to_owned()), "{topics:?}");
        assert!(topics.contains(&"failure.created".to_owned()), "{topics:?}");
        socket.close(None).await.expect("closed");
        plant.report("Bruit").await;
        let seq = hello["seq"].as_str().expect("a place");
        let mut again = plant.open(&token, seq, None).await.expect("open");
        let topics = until(&mut again, "notification.created").await;
        assert_eq!(topics.iter().filter(|topic| *topic == "intervention.reported").count(), 1);
        let topics = until(&mut again, "notification.created").await;
        assert_eq!(topics.iter().filter(|topic| *topic == "intervention.reported").count(), 1, "the second");
        plant.report("Choc").await;
        let topics = until(&mut again, "notification.created").await;
        assert_eq!(topics.iter().filter(|topic| *topic == "intervention.reported").count(), 1, "told once");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_without_a_session_and_no_foreign_page_listens() {
    each_database(|w| async move {
        let plant = Plant::new(w).await;
        assert_eq!(plant.open("", "", None).await.err(), Some(StatusCode::UNAUTHORIZED));
        let token = plant.token("boss").await;
        let foreign = plant.open(&token, "", Some("https://evil.example")).await;
        assert_eq!(foreign.err(), Some(StatusCode::FORBIDDEN));
        let own = plant.open(&token, "", Some(&format!("http://{}", plant.at))).await;
        assert!(own.is_ok());
        assert_eq!(plant.open(&token, "nonsense", None).await.err(), Some(StatusCode::UNPROCESSABLE_ENTITY));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_loses_the_right_is_told_nothing_more() {
    each_database(|w| async move {
        let plant = Plant::new(w).await;
        let client = plant.token("client").await;
        let mut of_client = plant.open(&client, "", None).await.expect("open");
        assert_eq!(next(&mut of_client).await.expect("a greeting")["topic"], "hello");
        let token = plant.token("boss").await;
        let mut socket = plant.open(&token, "", None).await.expect("open");
        assert_eq!(next(&mut socket).await.expect("a greeting")["topic"], "hello");
        let boss = plant.boss.user_id().expect("a person");
        let users = plant.w.services.users();
        users.set_role(&plant.w.admin, boss, Role::Client).await.expect("changed");
        plant.report("Fuite").await;
        users.set_active(&plant.w.admin, boss, false).await.expect("disabled");
        assert_eq!(next(&mut socket).await, None, "the server closes, and has said nothing");
        let _ = of_client.send(Message::Text("?".into())).await;
        plant.report("Bruit").await;
        assert_eq!(next(&mut of_client).await, None, "not theirs");
    })
    .await;
}

//! Live events over a real socket: who may listen, what is told, and what is told after a cut.

use axum::http::{HeaderValue, StatusCode, header};
use domain::{
    Caller, Role, SiteId,
    event::{EventCursor, MAX_EVENTS},
    intervention::ReportDraft,
    production_line::LineDraft,
    session::SignInDraft,
};
use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use services::{AuthOptions, Client, Engine, Services};
use std::{collections::HashMap, net::SocketAddr, time::Duration};
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
        let at = serve(w.services.clone()).await;
        Self { w, at, press, boss }
    }

    /// Two servers over the same database, each with connections and a relay of its own. SQLite has one server, which stands
    /// for both.
    async fn servers(&self) -> [(SocketAddr, Services); 2] {
        let first = (self.at, self.w.services.clone());
        if self.w.engine == Engine::Sqlite {
            return [first.clone(), first];
        }
        let auth = AuthOptions::hs256(testkit::SECRET);
        let other = Services::open(&self.w.url, self.w.clock.clock(), auth).await.expect("opened again");
        [first, (serve(other.clone()).await, other)]
    }

    async fn token(&self, login: &str) -> String {
        let draft =
            SignInDraft { login: login.into(), password: testkit::PASSWORD.into(), ..Default::default() };
        self.w.services.sessions().sign_in(&draft, &Client::default()).await.expect("signed in").tokens.access
    }

    async fn open(&self, token: &str, after: &str, origin: Option<&str>) -> Result<Socket, StatusCode> {
        Self::open_at(self.at, token, after, origin).await
    }

    async fn open_at(
        at: SocketAddr,
        token: &str,
        after: &str,
        origin: Option<&str>,
    ) -> Result<Socket, StatusCode> {
        let mut request = format!("ws://{at}/ws?after={after}").into_client_request().expect("a request");
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

async fn serve(services: Services) -> SocketAddr {
    let config = server::config::load(&server::config::Sources::default()).expect("the defaults are valid");
    let router = server::app(server::AppState::new(services, config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let at = listener.local_addr().expect("bound");
    tokio::spawn(async move { axum::serve(listener, router).await });
    at
}

/// A change in a site, of which everybody is told who reads its places; gives the row.
async fn change(services: &Services, by: &Caller, site: SiteId, code: String) -> i64 {
    let draft = LineDraft { site_id: site.to_string(), code, name: "Ligne".into(), ..Default::default() };
    services.lines().create(by, &draft).await.expect("created").id.0
}

/// What is said from now on, until nothing has been said for longer than another server takes to notice.
async fn said(socket: &mut Socket) -> Vec<Value> {
    let mut said = vec![];
    while let Ok(Some(Ok(message))) = tokio::time::timeout(Duration::from_millis(1_500), socket.next()).await
    {
        if let Message::Text(text) = message {
            said.push(serde_json::from_str(&text).expect("JSON"));
        }
    }
    said
}

/// A connection that is open, and has said hello.
async fn listening(at: SocketAddr, token: &str, after: &str) -> (Socket, String) {
    let mut socket = Plant::open_at(at, token, after, None).await.expect("open");
    let hello = next(&mut socket).await.expect("a greeting");
    assert_eq!(hello["topic"], "hello");
    (socket, hello["seq"].as_str().expect("a place").to_owned())
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

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_at_two_servers_is_told_by_each_once_and_a_cut_is_made_good_at_the_other() {
    each_database(|w| async move {
        let plant = Plant::new(w).await;
        let [(a, at_a), (b, at_b)] = plant.servers().await;
        let sites = [plant.w.site("E").await, plant.w.site("F").await];
        let chief = plant.w.person_with_password("chief", Role::Supervisor, &sites).await;
        let token = plant.token("chief").await;
        let (mut socket, start) = listening(b, &token, "").await;

        // Both servers write in both sites at once; the connection is cut in the middle of it.
        let mut writers = tokio::task::JoinSet::new();
        for number in 0..24 {
            let services = if number % 2 == 0 { at_a.clone() } else { at_b.clone() };
            let (by, site) = (plant.w.admin.clone(), sites[number / 2 % 2]);
            writers.spawn(async move {
                tokio::time::sleep(Duration::from_millis(40 * number as u64)).await;
                (change(&services, &by, site, format!("L{number}")).await, site)
            });
        }
        let mut heard = vec![];
        while heard.len() < 9 {
            heard.push(next(&mut socket).await.expect("told at the other server"));
        }
        drop(socket);
        let mut made = HashMap::new();
        while let Some(done) = writers.join_next().await {
            let (line, site) = done.expect("written");
            made.insert(line, site);
        }
        let place = heard.last().expect("some")["seq"].as_str().expect("a place").to_owned();
        let (mut again, resumed) = listening(a, &token, &place).await;
        assert_eq!(resumed, place);
        made.insert(change(&at_b, &plant.w.admin, sites[0], "LATE".into()).await, sites[0]);
        heard.extend(said(&mut again).await);

        let start: EventCursor = start.parse().expect("a place");
        let (table, _) = at_a.events().after(&chief, &start, MAX_EVENTS).await.expect("read");
        assert_eq!(table.len(), 25);
        for site in sites {
            let of_site = table.iter().filter(|event| event.site == Some(site)).map(|event| event.noun_id);
            let ids = heard.iter().map(|told| told["id"].as_i64().expect("a row"));
            let told: Vec<_> = ids.filter(|id| made.get(id) == Some(&site)).collect();
            assert_eq!(told, of_site.collect::<Vec<_>>(), "each once, in the order of the site");
        }
        assert_eq!(heard.len(), table.len(), "{heard:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_loses_the_right_is_told_nothing_more_by_either_server() {
    each_database(|w| async move {
        let plant = Plant::new(w).await;
        let [(a, at_a), (b, at_b)] = plant.servers().await;
        let site = plant.w.site("E").await;
        let admin = plant.w.admin.clone();
        let mut people = vec![];
        for login in ["demoted", "disabled", "revoked"] {
            let person = plant.w.person_with_password(login, Role::Supervisor, &[site]).await;
            let token = plant.token(login).await;
            let sockets = [listening(a, &token, "").await.0, listening(b, &token, "").await.0];
            people.push((login, person.user_id().expect("a person"), token, sockets));
        }
        change(&at_a, &admin, site, "BEFORE".into()).await;
        for (login, _, _, sockets) in &mut people {
            for socket in sockets {
                let told = next(socket).await;
                assert_eq!(
                    told.map(|told| told["topic"].clone()),
                    Some("production_line.created".into()),
                    "{login}"
                );
            }
        }
        // Each is taken at one server, and holds at both for all that comes after.
        at_a.users().set_role(&admin, people[0].1, Role::Client).await.expect("changed");
        at_b.users().set_active(&admin, people[1].1, false).await.expect("disabled");
        at_a.users().end_sessions(&admin, people[2].1, None).await.expect("ended");
        for (number, services) in [&at_a, &at_b].into_iter().enumerate() {
            change(services, &admin, site, format!("AFTER{number}")).await;
        }
        for (login, _, token, sockets) in &mut people {
            for (server, socket) in [a, b].into_iter().zip(sockets) {
                assert_eq!(said(socket).await, Vec::<Value>::new(), "{login}");
                if *login == "demoted" {
                    continue;
                }
                let refused = Plant::open_at(server, token, "", None).await;
                assert_eq!(refused.err(), Some(StatusCode::UNAUTHORIZED), "{login}");
            }
        }
    })
    .await;
}

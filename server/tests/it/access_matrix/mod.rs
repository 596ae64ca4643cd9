//! Who may call what: every REST operation and every server function, signed out, as each role, from another
//! site and from no site. An operation that is missing from the tables fails the test.

mod forms;
mod rest;
mod rpc;
mod world;

use axum::http::{Method, StatusCode};
use domain::{Permission, access::Role};
use std::collections::BTreeSet;
use world::{Person, Plant};

/// What an operation asks for.
#[derive(Clone, Copy, Debug)]
pub enum Access {
    /// Anybody.
    Public,
    /// Anybody who is signed in.
    SignedIn,
    /// The permission; the operation is bound to no site.
    Needs(Permission),
    /// The permission for everything, not only for what is one's own; the operation is bound to no site.
    Whole(Permission),
    /// The permission; from elsewhere the list is empty of the plant's rows.
    List(Permission),
    /// The permission; from elsewhere the row does not exist.
    Row(Permission),
    /// The permission for everything, not only for what is one's own; from elsewhere the row does not exist.
    WholeRow(Permission),
}

/// One call to try.
pub struct Call {
    pub method: Method,
    /// The address as it is declared: `/api/v1/equipment/{id}`.
    pub template: String,
    pub access: Access,
    /// Address and body for rows that are made for this call alone.
    pub make: Box<dyn Fn(&Fresh) -> Request + Send + Sync>,
}

/// Address and body of a call.
pub struct Request {
    pub uri: String,
    pub content_type: &'static str,
    pub body: String,
}

pub use world::Fresh;

/// Every call as one person of the list that [`Plant::new`] makes, on both databases.
async fn calls_as(person: usize) {
    testkit::each_database(|world| async move {
        let plant = Plant::new(world).await;
        let person = &plant.people[person];
        let (refused, mut allowed): (Vec<Call>, Vec<Call>) =
            rpc::calls().into_iter().chain(rest::calls()).partition(|call| is_refused(call, person));
        // Reading comes first, before anything is changed; signing out ends the session, so it is tried last.
        allowed.sort_by_key(|c| (c.method != Method::GET, c.template.ends_with("/logout")));
        let mut wrong: Vec<String> = vec![];
        let name = person.name;
        let mut note = |call: &Call, status, why: &str, body: &str| {
            let body: String = body.chars().take(300).collect();
            wrong.push(format!("{} {} as {name}: {status}, {why}: {body}", call.method, call.template));
        };
        // Reading and a refused call change nothing: one set of rows does for all of them.
        let shared = plant.fresh(person).await;
        let mut before = plant.fingerprint().await;
        for call in &refused {
            let (status, body) = plant.call(call, person, &shared).await;
            if let Some(why) = unexpected(call, person, &shared, status, &body) {
                note(call, status, why, &body);
            }
            let after = plant.fingerprint().await;
            if after != before {
                note(call, status, "refused, yet it changed something", &body);
                before = after;
            }
        }
        // What an earlier call has used up or changed is made again, and the call with it.
        let mut fresh = shared;
        for call in &allowed {
            let (mut status, mut body) = plant.call(call, person, &fresh).await;
            let mut why = unexpected(call, person, &fresh, status, &body);
            if call.method != Method::GET && (why.is_some() || status == StatusCode::CONFLICT) {
                fresh = plant.fresh(person).await;
                (status, body) = plant.call(call, person, &fresh).await;
                why = unexpected(call, person, &fresh, status, &body);
            }
            if let Some(why) = why {
                note(call, status, why, &body);
            }
        }
        assert!(wrong.is_empty(), "{} wrong answers:\n{}", wrong.len(), wrong.join("\n"));
    })
    .await;
}

/// One test per person, so that they run beside each other.
macro_rules! everybody {
    ($($name:ident: $person:literal,)*) => {
        $(
            #[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                calls_as($person).await;
            }
        )*

        #[tokio::test]
        async fn nobody_is_left_out() {
            let tried = [$($person),*];
            testkit::each_database(|world| async move {
                let people = Plant::new(world).await.people.len();
                assert_eq!(tried.to_vec(), (0..people).collect::<Vec<_>>());
            })
            .await;
        }
    };
}

everybody! {
    signed_out_only_what_is_public: 0,
    an_administrator_reaches_everything: 1,
    a_supervisor_reaches_what_they_may: 2,
    a_technician_reaches_what_they_may: 3,
    a_client_reaches_what_they_may: 4,
    a_supervisor_of_another_site_reaches_nothing_here: 5,
    a_technician_of_another_site_reaches_nothing_here: 6,
    a_client_of_another_site_reaches_nothing_here: 7,
    a_supervisor_of_no_site_reaches_nothing_here: 8,
}

/// Whether the person must not reach what the call is about: signed out, without the permission, or from elsewhere.
fn is_refused(call: &Call, person: &Person) -> bool {
    let needs = match call.access {
        Access::Public => return false,
        Access::SignedIn => None,
        Access::Needs(p) | Access::Whole(p) | Access::List(p) | Access::Row(p) | Access::WholeRow(p) => {
            Some(p)
        }
    };
    let Some(role) = person.role else { return true };
    let elsewhere = matches!(call.access, Access::Row(_) | Access::WholeRow(_)) && !person.sees_plant;
    elsewhere || !needs.is_none_or(|needs| allowed(role, needs, call.access))
}

/// Why the answer is not the one to expect.
fn unexpected(
    call: &Call,
    person: &Person,
    fresh: &Fresh,
    status: StatusCode,
    body: &str,
) -> Option<&'static str> {
    if status.is_server_error() {
        return Some("a failure of the server");
    }
    let refused = matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
    let needs = match call.access {
        Access::Public => return None,
        Access::SignedIn => None,
        Access::Needs(p) | Access::Whole(p) | Access::List(p) | Access::Row(p) | Access::WholeRow(p) => {
            Some(p)
        }
    };
    let Some(role) = person.role else {
        return (status != StatusCode::UNAUTHORIZED).then_some("signed out: expected 401");
    };
    if !needs.is_none_or(|needs| allowed(role, needs, call.access)) {
        // What is elsewhere does not exist, whatever one may do here.
        let hidden = status == StatusCode::NOT_FOUND && !person.sees_plant;
        return (status != StatusCode::FORBIDDEN && !hidden)
            .then_some("without the permission: expected 403");
    }
    if refused {
        return Some("allowed, yet refused");
    }
    match (call.access, person.sees_plant) {
        (Access::Row(_) | Access::WholeRow(_), false) => {
            let hidden = status == StatusCode::NOT_FOUND
                || (status == StatusCode::UNPROCESSABLE_ENTITY && body.contains("not_found"));
            (!hidden).then_some("from elsewhere: expected 404, or 422 with not_found")
        }
        (Access::Row(_) | Access::WholeRow(_), true) => (status == StatusCode::NOT_FOUND
            || status == StatusCode::UNPROCESSABLE_ENTITY)
            .then_some("a row of one's own site: expected to be found"),
        (Access::List(_), sees) => {
            if status != StatusCode::OK {
                return Some("a list: expected 200");
            }
            let shown = body.contains(&fresh.mark);
            (shown && !sees).then_some("from elsewhere: the list shows the plant's rows")
        }
        _ => None,
    }
}

fn allowed(role: Role, needs: Permission, access: Access) -> bool {
    let permissions = role.permissions();
    let own = !matches!(access, Access::Whole(_) | Access::WholeRow(_));
    permissions.contains(needs) || own && needs.own().is_some_and(|own| permissions.contains(own))
}

#[tokio::test]
async fn no_rest_operation_is_missing_from_the_table() {
    let tried: BTreeSet<(String, String)> =
        rest::calls().iter().map(|c| (c.method.to_string(), c.template.clone())).collect();
    let declared: BTreeSet<(String, String)> =
        server::rest::operations().into_iter().map(|(method, path)| (method.to_string(), path)).collect();
    compare(&tried, &declared);
}

#[tokio::test]
async fn no_server_function_is_missing_from_the_table() {
    let tried: BTreeSet<(String, String)> =
        rpc::calls().iter().map(|c| (c.method.to_string(), c.template.clone())).collect();
    let declared: BTreeSet<(String, String)> = leptos::server_fn::axum::server_fn_paths()
        .map(|(path, method)| (method.to_string(), path.to_owned()))
        .collect();
    assert!(!declared.is_empty(), "no server function is linked into this test");
    compare(&tried, &declared);
}

fn compare(tried: &BTreeSet<(String, String)>, declared: &BTreeSet<(String, String)>) {
    let missing: Vec<_> = declared.difference(tried).collect();
    let gone: Vec<_> = tried.difference(declared).collect();
    assert!(missing.is_empty(), "not in the access matrix: {missing:#?}");
    assert!(gone.is_empty(), "in the access matrix, but nowhere else: {gone:#?}");
}

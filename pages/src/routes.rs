//! The pages by their addresses.

use crate::{
    account,
    address::page_of,
    audit, campaign, document, door, equipment, equipment_type, failure_code,
    frame::Frame,
    home, import, intervention, job, kit,
    layout::title,
    mail, mail_template, maintenance_type, notification,
    page::{Draw, drawn},
    production_line, registration, repair, scan, search,
    session::use_session,
    settings, site, team, template, user, work,
};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{ChooseView, components::Router, location::RequestUrl};

/// A noun's list and its forms, as its `PAGES` draw them.
macro_rules! record_pages {
    ($noun:ident, $list:literal) => {
        [
            ($list, |asked| Box::pin($noun::PAGES.list(asked))),
            (concat!($list, "/new"), |asked| Box::pin($noun::PAGES.new_form(asked))),
            (concat!($list, "/:id/edit"), |asked| Box::pin($noun::PAGES.edit_form(asked))),
        ]
    };
}

/// The pages before sign-in, one line each. They have no frame and load no program.
const DOORS: &[(&str, Draw)] = &[
    ("/login", |asked| Box::pin(door::login(asked))),
    ("/forgot-password", |asked| Box::pin(door::forgot(asked))),
    ("/reset-password", |asked| Box::pin(door::reset(asked))),
    ("/invitation", |asked| Box::pin(door::invitation(asked))),
    ("/setup", |asked| Box::pin(door::setup(asked))),
    ("/register", |asked| Box::pin(door::register(asked))),
    ("/register/confirm", |asked| Box::pin(door::confirm(asked))),
    ("/second-step", |asked| Box::pin(door::code(asked))),
];

/// The others, one line each.
const ROUTES: &[(&str, Draw)] = &[
    ("/", |asked| Box::pin(home::home(asked))),
    ("/search", |asked| Box::pin(search::search(asked))),
    ("/equipments", |asked| Box::pin(equipment::list(asked))),
    ("/equipments/new", |asked| Box::pin(equipment::new(asked))),
    ("/equipments/labels", |asked| Box::pin(equipment::labels(asked))),
    ("/equipments/:id/label", |asked| Box::pin(equipment::label(asked))),
    ("/equipments/:id", |asked| Box::pin(equipment::detail(asked))),
    ("/equipments/:id/edit", |asked| Box::pin(equipment::edit(asked))),
    ("/interventions", |asked| Box::pin(intervention::list(asked))),
    ("/notifications", |asked| Box::pin(notification::list(asked))),
    ("/notifications/new", |asked| Box::pin(notification::new(asked))),
    ("/my-work", |asked| Box::pin(work::mine(asked))),
    ("/q/:id", |asked| Box::pin(scan::scanned(asked))),
    ("/repairs", |asked| Box::pin(repair::list(asked))),
    ("/repairs/new", |asked| Box::pin(work::report(asked))),
    ("/repairs/:id/intervention", |asked| Box::pin(repair::work_of(asked))),
    ("/interventions/new", |asked| Box::pin(work::new(asked))),
    ("/interventions/:id/edit", |asked| Box::pin(work::edit(asked))),
    ("/interventions/:id", |asked| Box::pin(intervention::detail(asked))),
    ("/documents/:id/edit", |asked| Box::pin(document::edit(asked))),
    ("/admin/sites", |asked| Box::pin(site::list(asked))),
    ("/admin/sites/new", |asked| Box::pin(site::new(asked))),
    ("/admin/sites/:id/edit", |asked| Box::pin(site::edit(asked))),
    ("/admin/lines", |asked| Box::pin(production_line::list(asked))),
    ("/admin/lines/new", |asked| Box::pin(production_line::new(asked))),
    ("/admin/lines/:id/edit", |asked| Box::pin(production_line::edit(asked))),
    ("/admin/failure-codes", |asked| Box::pin(failure_code::list(asked))),
    ("/admin/failure-codes/new", |asked| Box::pin(failure_code::new(asked))),
    ("/admin/failure-codes/:id/edit", |asked| Box::pin(failure_code::edit(asked))),
    ("/admin/audit", |asked| Box::pin(audit::list(asked))),
    ("/admin/import", |asked| Box::pin(import::list(asked))),
    ("/admin/import/new", |asked| Box::pin(import::new(asked))),
    ("/admin/import/:id", |asked| Box::pin(import::detail(asked))),
    ("/admin/jobs", |asked| Box::pin(job::list(asked))),
    ("/admin/outbox", |asked| Box::pin(mail::list(asked))),
    ("/admin/outbox/:id", |asked| Box::pin(mail::detail(asked))),
    ("/admin/users", |asked| Box::pin(user::list(asked))),
    ("/admin/users/new", |asked| Box::pin(user::new(asked))),
    ("/admin/users/requests/:id", |asked| Box::pin(registration::decide(asked))),
    ("/admin/users/:id", |asked| Box::pin(user::detail(asked))),
    ("/admin/settings", |asked| Box::pin(settings::section(asked))),
    ("/admin/settings/templates", |asked| Box::pin(mail_template::list(asked))),
    ("/admin/settings/templates/:template/:language", |asked| Box::pin(mail_template::edit(asked))),
    ("/admin/settings/:section", |asked| Box::pin(settings::section(asked))),
    ("/team", |asked| Box::pin(team::list(asked))),
    ("/team/absences", |asked| Box::pin(team::away(asked))),
    ("/team/teams", |asked| Box::pin(team::teams(asked))),
    ("/team/teams/new", |asked| Box::pin(team::new_team(asked))),
    ("/team/teams/:id/edit", |asked| Box::pin(team::edit_team(asked))),
    ("/team/:id", |asked| Box::pin(team::detail(asked))),
    ("/team/:id/edit", |asked| Box::pin(team::edit(asked))),
    ("/team/:id/shifts", |asked| Box::pin(team::shifts(asked))),
    ("/campaigns", |asked| Box::pin(campaign::list(asked))),
    ("/campaigns/new", |asked| Box::pin(campaign::new(asked))),
    ("/campaigns/:id", |asked| Box::pin(campaign::detail(asked))),
    ("/templates", |asked| Box::pin(template::list(asked))),
    ("/templates/new", |asked| Box::pin(template::new(asked))),
    ("/templates/:id/edit", |asked| Box::pin(template::edit(asked))),
    ("/account", |asked| Box::pin(account::own(asked))),
    ("/account/second-step", |asked| Box::pin(account::second_step(asked))),
    ("/kit", |asked| Box::pin(kit::gallery(asked))),
];

/// Whether the request is for a page before sign-in.
pub fn asks_for_door() -> bool {
    let url = use_context::<RequestUrl>().and_then(|url| url.parse().ok()).unwrap_or_default();
    let path = url.path().trim_end_matches('/');
    DOORS.iter().any(|&(address, _)| address == path)
}

/// The pages of nouns whose lists are short, three for each.
const RECORDS: &[[(&str, Draw); 3]] = &[
    record_pages!(equipment_type, "/admin/equipment-types"),
    record_pages!(maintenance_type, "/admin/maintenance-types"),
];

/// The pages within their frame.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let session = use_session();
    provide_context(session.clone());
    view! {
        <Title formatter=title />
        <Router>
            {match session.viewer.clone() {
                // Until the second step is set up, there is nowhere else to go.
                Some(viewer) if !viewer.second_step_due && !asks_for_door() => {
                    view! {
                        <Frame session viewer>
                            <Pages />
                        </Frame>
                    }
                        .into_any()
                }
                _ => view! { <Pages /> }.into_any(),
            }}
        </Router>
    }
}

#[component]
fn Pages() -> impl IntoView {
    page_of(
        DOORS
            .iter()
            .chain(ROUTES)
            .chain(RECORDS.iter().flatten())
            .map(|&(address, draw)| (address, Page(draw))),
    )
}

#[derive(Clone, Copy)]
struct Page(Draw);

impl ChooseView for Page {
    async fn choose(self) -> AnyView {
        drawn(self.0)
    }

    async fn preload(&self) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_records_pages_have_their_texts_and_the_address_of_their_list() {
        fn whole<D: services::Stored>(pages: &'static crate::record::RecordPages<D>) -> &'static str {
            assert_eq!(pages.missing(), Vec::<String>::new(), "{}", D::SCHEMA);
            D::LIST
        }
        let lists = [whole(&equipment_type::PAGES), whole(&maintenance_type::PAGES)];
        assert_eq!(RECORDS.iter().map(|[(list, _), ..]| *list).collect::<Vec<_>>(), lists);
    }
}

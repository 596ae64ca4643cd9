//! The pages by their addresses.

use crate::{
    audit, campaign, equipment_type, failure_code,
    frame::Frame,
    intervention, job, mail, maintenance_type, notification,
    page::{Draw, drawn},
    production_line, repair, scan, site, team, template, work,
};
use app::{address::page_of, session::use_session, title};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{ChooseView, components::Router};

/// One line per page.
const ROUTES: &[(&str, Draw)] = &[
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
    ("/admin/sites", |asked| Box::pin(site::list(asked))),
    ("/admin/sites/new", |asked| Box::pin(site::new(asked))),
    ("/admin/sites/:id/edit", |asked| Box::pin(site::edit(asked))),
    ("/admin/lines", |asked| Box::pin(production_line::list(asked))),
    ("/admin/lines/new", |asked| Box::pin(production_line::new(asked))),
    ("/admin/lines/:id/edit", |asked| Box::pin(production_line::edit(asked))),
    ("/admin/equipment-types", |asked| Box::pin(equipment_type::list(asked))),
    ("/admin/equipment-types/new", |asked| Box::pin(equipment_type::new(asked))),
    ("/admin/equipment-types/:id/edit", |asked| Box::pin(equipment_type::edit(asked))),
    ("/admin/maintenance-types", |asked| Box::pin(maintenance_type::list(asked))),
    ("/admin/maintenance-types/new", |asked| Box::pin(maintenance_type::new(asked))),
    ("/admin/maintenance-types/:id/edit", |asked| Box::pin(maintenance_type::edit(asked))),
    ("/admin/failure-codes", |asked| Box::pin(failure_code::list(asked))),
    ("/admin/failure-codes/new", |asked| Box::pin(failure_code::new(asked))),
    ("/admin/failure-codes/:id/edit", |asked| Box::pin(failure_code::edit(asked))),
    ("/admin/audit", |asked| Box::pin(audit::list(asked))),
    ("/admin/jobs", |asked| Box::pin(job::list(asked))),
    ("/admin/outbox", |asked| Box::pin(mail::list(asked))),
    ("/admin/outbox/:id", |asked| Box::pin(mail::detail(asked))),
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
];

/// The addresses of these pages, as `/interventions/:id`.
pub fn addresses() -> impl Iterator<Item = &'static str> {
    ROUTES.iter().map(|&(address, _)| address)
}

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
                Some(viewer) if !viewer.second_step_due => {
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
    page_of(ROUTES.iter().map(|&(address, draw)| (address, Page(draw))))
}

#[derive(Clone, Copy)]
struct Page(Draw);

impl ChooseView for Page {
    async fn choose(self) -> AnyView {
        drawn(self.0)
    }

    async fn preload(&self) {}
}

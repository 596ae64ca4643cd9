//! Every route. The pages are lazy: the main chunk holds what all of them stand on.

use crate::{
    address::{Address, page_of},
    features::chunks::{
        AdminPage, DoorPage, ListPage, OwnPage, Page,
        Page::{Admin, Document, Door, List, Own, Record},
        RecordPage,
    },
    layout::{Frame, title},
    session::use_session,
};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{PartialPathMatch, PossibleRouteMatch, components::Router};

/// The whole application. Signed in or not is settled for the life of the document: signing in and out load
/// a new one.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let session = use_session();
    provide_context(session.clone());
    // Comes alive after the page, which may be in a chunk of its own.
    let end = NodeRef::<leptos::html::Span>::new();
    Effect::new(move |_| {
        // Tells the tests and the style sheet that the page is alive.
        if let (Some(_), Some(root)) = (end.get(), document().document_element()) {
            let _ = root.set_attribute("data-hydrated", "true");
        }
    });
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
        <span node_ref=end hidden></span>
    }
}

/// One line per page, so that a page is found by its address. A table, and not one type per line as `path!` makes
/// them: the router's code is compiled once for all of them, in the chunk that everybody loads.
const ROUTES: &[(&str, Page)] = &[
    ("/", Page::Home),
    ("/search", Page::Search),
    ("/equipments", List(ListPage::EquipmentList)),
    ("/equipments/new", Record(RecordPage::EquipmentForm)),
    ("/equipments/labels", Record(RecordPage::EquipmentLabel)),
    ("/equipments/:id/label", Record(RecordPage::EquipmentLabel)),
    ("/equipments/:id", Record(RecordPage::Equipment)),
    ("/equipments/:id/edit", Record(RecordPage::EquipmentForm)),
    ("/interventions", Document),
    ("/my-work", Document),
    ("/notifications", Document),
    ("/notifications/new", Document),
    ("/repairs", Document),
    ("/repairs/new", Document),
    ("/repairs/:id/intervention", Document),
    ("/q/:id", Document),
    ("/interventions/new", Document),
    ("/interventions/:id/edit", Document),
    ("/interventions/:id", Document),
    ("/team", Document),
    ("/team/absences", Document),
    ("/team/teams", Document),
    ("/team/teams/new", Document),
    ("/team/teams/:id/edit", Document),
    ("/team/:id", Document),
    ("/team/:id/edit", Document),
    ("/team/:id/shifts", Document),
    ("/campaigns", Document),
    ("/campaigns/new", Document),
    ("/campaigns/:id", Document),
    ("/templates", Document),
    ("/templates/new", Document),
    ("/templates/:id/edit", Document),
    ("/documents/:id/edit", Record(RecordPage::DocumentForm)),
    ("/admin/sites", Document),
    ("/admin/sites/new", Document),
    ("/admin/sites/:id/edit", Document),
    ("/admin/lines", Document),
    ("/admin/lines/new", Document),
    ("/admin/lines/:id/edit", Document),
    ("/admin/equipment-types", Document),
    ("/admin/equipment-types/new", Document),
    ("/admin/equipment-types/:id/edit", Document),
    ("/admin/maintenance-types", Document),
    ("/admin/maintenance-types/new", Document),
    ("/admin/maintenance-types/:id/edit", Document),
    ("/admin/failure-codes", Document),
    ("/admin/failure-codes/new", Document),
    ("/admin/failure-codes/:id/edit", Document),
    ("/login", Door(DoorPage::Login)),
    ("/forgot-password", Door(DoorPage::ForgotPassword)),
    ("/reset-password", Door(DoorPage::ResetPassword)),
    ("/invitation", Door(DoorPage::Invitation)),
    ("/setup", Door(DoorPage::Setup)),
    ("/register", Door(DoorPage::Register)),
    ("/register/confirm", Door(DoorPage::ConfirmRegistration)),
    ("/second-step", Door(DoorPage::Code)),
    ("/account/second-step", Own(OwnPage::SecondStep)),
    ("/account", Own(OwnPage::Account)),
    ("/admin/import", Admin(AdminPage::ImportList)),
    ("/admin/import/new", Admin(AdminPage::NewImport)),
    ("/admin/import/:id", Admin(AdminPage::Import)),
    ("/admin/jobs", Document),
    ("/admin/outbox", Document),
    ("/admin/outbox/:id", Document),
    ("/admin/users", Admin(AdminPage::UserList)),
    ("/admin/users/new", Admin(AdminPage::NewUser)),
    ("/admin/users/requests/:id", Admin(AdminPage::Registration)),
    ("/admin/users/:id", Admin(AdminPage::User)),
    ("/admin/settings", Admin(AdminPage::Settings)),
    ("/admin/settings/templates", Admin(AdminPage::TemplateList)),
    ("/admin/settings/templates/:template/:language", Admin(AdminPage::Template)),
    ("/admin/settings/:section", Admin(AdminPage::Settings)),
    ("/admin/audit", Document),
    ("/kit", Own(OwnPage::Kit)),
];

/// The page at a path.
pub fn page(path: &str) -> Option<Page> {
    let found = |address: &'static str| {
        Address(address).test(path).is_some_and(|found| PartialPathMatch::is_complete(&found))
    };
    ROUTES.iter().find(|&&(address, _)| found(address)).map(|&(_, page)| page)
}

#[component]
fn Pages() -> impl IntoView {
    page_of(ROUTES.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_found_at_its_address() {
        for (at, (address, _)) in ROUTES.iter().enumerate() {
            let path: String = address.replace(':', "0");
            let first = ROUTES.iter().position(|(other, _)| {
                Address(other).test(&path).filter(PartialPathMatch::is_complete).is_some()
            });
            assert_eq!(first, Some(at), "{address}");
        }
    }
}

//! Every route. The pages are lazy: the main chunk holds what all of them stand on.

use crate::{
    features::{
        chunks::{
            AccountPage, AuditListPage, CodePage, ConfirmRegistrationPage, DocumentFormPage,
            EquipmentFormPage, EquipmentLabelPage, EquipmentListPage, EquipmentPage, ForgotPasswordPage,
            ImportListPage, ImportPage, InterventionListPage, InterventionPage, InvitationPage, JobListPage,
            KitPage, LineFormPage, LineListPage, LoginPage, MailListPage, MailPage, NewImportPage,
            NewUserPage, RegisterPage, RegistrationPage, ResetPasswordPage, SearchPage, SecondStepPage,
            SettingsPage, SetupPage, SiteFormPage, SiteListPage, TemplateListPage, TemplatePage,
            TypeFormPage, TypeListPage, UserListPage, UserPage,
        },
        home::Home,
        not_found::NotFound,
    },
    layout::Frame,
    session::use_session,
};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    Lazy, SsrMode,
    components::{FlatRoutes, Route, Router},
    path,
};

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
        <Title formatter=|title: String| if title.is_empty() { "Vigie".to_owned() } else { format!("{title} · Vigie") } />
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

// One line per page, so that a page is found by its address.
#[component]
fn Pages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=NotFound>
            <Route path=path!("/") view=Home ssr=SsrMode::Async />
            <Route path=path!("/search") view={Lazy::<SearchPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/equipments") view={Lazy::<EquipmentListPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/equipments/new") view={Lazy::<EquipmentFormPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/equipments/labels") view={Lazy::<EquipmentLabelPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/equipments/:id/label") view={Lazy::<EquipmentLabelPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/equipments/:id") view={Lazy::<EquipmentPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/equipments/:id/edit") view={Lazy::<EquipmentFormPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/interventions") view={Lazy::<InterventionListPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/interventions/:id") view={Lazy::<InterventionPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/documents/:id/edit") view={Lazy::<DocumentFormPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/admin/sites") view={Lazy::<SiteListPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/admin/sites/new") view={Lazy::<SiteFormPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/admin/sites/:id/edit") view={Lazy::<SiteFormPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/admin/lines") view={Lazy::<LineListPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/admin/lines/new") view={Lazy::<LineFormPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/admin/lines/:id/edit") view={Lazy::<LineFormPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/admin/equipment-types") view={Lazy::<TypeListPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/admin/equipment-types/new") view={Lazy::<TypeFormPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/admin/equipment-types/:id/edit") view={Lazy::<TypeFormPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/login") view={Lazy::<LoginPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/forgot-password") view={Lazy::<ForgotPasswordPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/reset-password") view={Lazy::<ResetPasswordPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/invitation") view={Lazy::<InvitationPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/setup") view={Lazy::<SetupPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/register") view={Lazy::<RegisterPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/register/confirm") view={Lazy::<ConfirmRegistrationPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/second-step") view={Lazy::<CodePage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/account/second-step") view={Lazy::<SecondStepPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/account") view={Lazy::<AccountPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/admin/import") view={Lazy::<ImportListPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/admin/import/new") view={Lazy::<NewImportPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/admin/import/:id") view={Lazy::<ImportPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/admin/jobs") view={Lazy::<JobListPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/admin/outbox") view={Lazy::<MailListPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/admin/outbox/:id") view={Lazy::<MailPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/admin/users") view={Lazy::<UserListPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/admin/users/new") view={Lazy::<NewUserPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/admin/users/requests/:id") view={Lazy::<RegistrationPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/admin/users/:id") view={Lazy::<UserPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/admin/settings") view={Lazy::<SettingsPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/admin/settings/templates") view={Lazy::<TemplateListPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/admin/settings/templates/:template/:language") view={Lazy::<TemplatePage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/admin/settings/:section") view={Lazy::<SettingsPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/admin/audit") view={Lazy::<AuditListPage>::new()} ssr=SsrMode::Async />
            <Route path=path!("/kit") view={Lazy::<KitPage>::new()} ssr=SsrMode::Async />
        </FlatRoutes>
    }
    .into_any()
}

//! Pages that travel to the browser together. Code that several chunks share gets chunks of its own, one for
//! each combination: a chunk per page would make a hundred and forty of them, a chunk per area makes a few.
#![expect(clippy::enum_variant_names, reason = "a variant is named as the page's route is")]

use super::{
    account, audit, document, equipment, equipment_type, import, intervention, job, login, mail,
    mail_template, palette, password_reset, production_line, registration, second_step, settings, setup,
    site, user,
};
use leptos::prelude::*;
use leptos_router::LazyRoute;

/// Declares the pages of one chunk: `view` draws any of them, `preload` is the name that `lazy` gives to its
/// loader, and each page becomes a route's type.
macro_rules! chunk {
    ($(#[$meta:meta])* $pages:ident, $view:ident, $preload:ident: $($page:ident => $draw:path),+ $(,)?) => {
        $(#[$meta])*
        #[derive(Clone, Copy)]
        enum $pages { $($page),+ }

        #[lazy]
        fn $view(page: $pages) -> AnyView {
            match page { $($pages::$page => $draw()),+ }
        }

        $(
            pub struct $page;

            impl LazyRoute for $page {
                fn data() -> Self {
                    Self
                }

                async fn view(_this: Self) -> AnyView {
                    $view($pages::$page).await
                }

                async fn preload() {
                    // On the server there is nothing to load.
                    #[cfg(target_arch = "wasm32")]
                    $preload().await;
                }
            }
        )+
    };
}

chunk! {
    /// The lists, where most visits begin.
    ListPage, list_chunk, __preload_list_chunk:
    EquipmentListPage => equipment::list_page,
    InterventionListPage => intervention::list_page,
}

chunk! {
    /// Before anybody is signed in.
    DoorPage, door_chunk, __preload_door_chunk:
    LoginPage => login::login_page,
    ForgotPasswordPage => password_reset::forgot_page,
    ResetPasswordPage => password_reset::reset_page,
    InvitationPage => password_reset::invitation_page,
    CodePage => second_step::code_page,
    RegisterPage => registration::ask_page,
    ConfirmRegistrationPage => registration::confirm_page,
    SetupPage => setup::setup_page,
}

chunk! {
    /// One machine, one intervention: where people go from the lists.
    RecordPage, record_chunk, __preload_record_chunk:
    EquipmentPage => equipment::detail_page,
    EquipmentFormPage => equipment::form_page,
    EquipmentLabelPage => equipment::label::label_page,
    InterventionPage => intervention::detail_page,
    DocumentFormPage => document::form_page,
}

chunk! {
    /// What stands under "Administration", which most people seldom open: the plant's places and types, the import,
    /// the people, the platform itself.
    AdminPage, admin_chunk, __preload_admin_chunk:
    SiteListPage => site::list_page,
    SiteFormPage => site::form_page,
    LineListPage => production_line::list_page,
    LineFormPage => production_line::form_page,
    TypeListPage => equipment_type::list_page,
    TypeFormPage => equipment_type::form_page,
    ImportListPage => import::list_page,
    NewImportPage => import::new_page,
    ImportPage => import::import_page,
    AuditListPage => audit::list_page,
    JobListPage => job::list_page,
    MailListPage => mail::list_page,
    MailPage => mail::detail_page,
    SettingsPage => settings::settings_page,
    TemplateListPage => mail_template::list_page,
    TemplatePage => mail_template::edit_page,
    UserListPage => user::list_page,
    NewUserPage => user::new_page,
    UserPage => user::detail_page,
    RegistrationPage => registration::decide_page,
}

chunk! {
    /// One's own account, and the gallery of components.
    OwnPage, own_chunk, __preload_own_chunk:
    AccountPage => account::account_page,
    SecondStepPage => second_step::own_page,
    KitPage => super::kit::kit_page,
}

/// What the search from anywhere is made of: the list of its dialog, and its page.
#[derive(Clone, Copy)]
pub struct PaletteChunk {
    pub(crate) body: crate::layout::Draw,
    page: fn() -> AnyView,
}

#[lazy]
pub(crate) fn palette_chunk() -> PaletteChunk {
    PaletteChunk { body: palette::body, page: palette::page }
}

pub struct SearchPage;

impl LazyRoute for SearchPage {
    fn data() -> Self {
        Self
    }

    async fn view(_this: Self) -> AnyView {
        (palette_chunk().await.page)()
    }

    async fn preload() {
        #[cfg(target_arch = "wasm32")]
        __preload_palette_chunk().await;
    }
}

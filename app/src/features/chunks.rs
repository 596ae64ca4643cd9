//! Pages that travel to the browser together. Code that several chunks share gets chunks of its own, one for
//! each combination: a chunk per page would make a hundred and forty of them, a chunk per area makes a few.
#![expect(clippy::enum_variant_names, reason = "a variant is named as the page's route is")]

use super::{
    account, audit, equipment, equipment_type, import, intervention, production_line, settings, site, user,
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
    /// One machine, one intervention: where people go from the lists.
    RecordPage, record_chunk, __preload_record_chunk:
    EquipmentPage => equipment::detail_page,
    EquipmentFormPage => equipment::form_page,
    InterventionPage => intervention::detail_page,
}

chunk! {
    /// What an administrator sets up.
    PlacePage, place_chunk, __preload_place_chunk:
    SiteListPage => site::list_page,
    SiteFormPage => site::form_page,
    LineListPage => production_line::list_page,
    LineFormPage => production_line::form_page,
    TypeListPage => equipment_type::list_page,
    TypeFormPage => equipment_type::form_page,
}

chunk! {
    /// The import and its wizard.
    HistoryPage, history_chunk, __preload_history_chunk:
    ImportListPage => import::list_page,
    NewImportPage => import::new_page,
    ImportPage => import::import_page,
}

chunk! {
    /// What only an administrator opens: the platform itself.
    AdminPage, admin_chunk, __preload_admin_chunk:
    AuditListPage => audit::list_page,
    SettingsPage => settings::settings_page,
    UserListPage => user::list_page,
    NewUserPage => user::new_page,
    UserPage => user::detail_page,
}

chunk! {
    /// One's own account, and the gallery of components.
    OwnPage, own_chunk, __preload_own_chunk:
    AccountPage => account::account_page,
    KitPage => super::kit::kit_page,
}

//! The operations that every record has over REST, declared once.

/// One record: read, create, change, delete, and `routes()` with the module's own `list`. `utoipa` describes functions
/// one by one, so that this is a macro.
///
/// `record_routes!(sites, SiteId, SiteDraft, SiteView, "sites", "/sites", "/sites/{id}", "site", "a site");` is the service,
/// the types, the tag, the two addresses, and what a record is called. With `, list "…"` behind it, the list is the
/// service's `all`, described by that text.
macro_rules! record_routes {
    (
        $service:ident, $id:ident, $draft:ident, $view:ident, $tag:tt, $all:tt, $one:tt, $name:tt, $a_name:tt,
        list $about:tt
    ) => {
        crate::rest::record::record_routes!($service, $id, $draft, $view, $tag, $all, $one, $name, $a_name);

        #[utoipa::path(get, path = $all, tag = $tag, summary = $about,
            params(crate::rest::params::WindowParams), responses((status = OK, body = domain::Page<$view>)))]
        async fn list(
            crate::error::By(by): crate::error::By,
            axum::extract::RawQuery(query): axum::extract::RawQuery,
            axum::extract::State(s): axum::extract::State<services::Services>,
        ) -> crate::error::RestResult<axum::Json<domain::Page<$view>>> {
            Ok(axum::Json(crate::rest::input::page(s.$service().all(&by).await?, query)?))
        }
    };
    ($service:ident, $id:ident, $draft:ident, $view:ident, $tag:tt, $all:tt, $one:tt, $name:tt, $a_name:tt) => {
        pub fn routes() -> utoipa_axum::router::OpenApiRouter<crate::AppState> {
            utoipa_axum::router::OpenApiRouter::new()
                .routes(utoipa_axum::routes!(list, create))
                .routes(utoipa_axum::routes!(get, replace, change, delete))
        }

        #[utoipa::path(get, path = $one, tag = $tag, summary = concat!("One ", $name),
            params(("id" = $id, Path)), responses((status = OK, body = $view)))]
        async fn get(
            crate::error::By(by): crate::error::By,
            crate::rest::input::Id(id): crate::rest::input::Id<$id>,
            axum::extract::State(s): axum::extract::State<services::Services>,
        ) -> crate::error::RestResult<axum::Json<$view>> {
            Ok(axum::Json(s.$service().get(&by, id).await?))
        }

        #[utoipa::path(post, path = $all, tag = $tag, summary = concat!("Create ", $a_name),
            request_body = $draft,
            responses((status = CREATED, body = $view, headers(("location" = String)))))]
        async fn create(
            crate::error::By(by): crate::error::By,
            axum::extract::State(s): axum::extract::State<services::Services>,
            fields: crate::rest::input::Fields,
        ) -> crate::error::RestResult<crate::rest::input::Created<$view>> {
            let created = s.$service().create(&by, &fields.draft()?).await?;
            let location = format!(concat!("/api/v1", $all, "/{}"), created.id);
            Ok(crate::rest::input::created(location, created))
        }

        #[utoipa::path(put, path = $one, tag = $tag, summary = concat!("Change ", $a_name),
            description = "A field that is absent keeps its stored value. With `version`, the change is refused when \
                           somebody else\nhas saved since that version was read.",
            params(("id" = $id, Path)), request_body = $draft, responses((status = OK, body = $view)))]
        async fn replace(
            by: crate::error::By,
            id: crate::rest::input::Id<$id>,
            state: axum::extract::State<services::Services>,
            fields: crate::rest::input::Fields,
        ) -> crate::error::RestResult<axum::Json<$view>> {
            change(by, id, state, fields).await
        }

        #[utoipa::path(patch, path = $one, tag = $tag, summary = concat!("Change some fields of ", $a_name),
            description = "The same as PUT.",
            params(("id" = $id, Path)), request_body = $draft, responses((status = OK, body = $view)))]
        async fn change(
            crate::error::By(by): crate::error::By,
            crate::rest::input::Id(id): crate::rest::input::Id<$id>,
            axum::extract::State(s): axum::extract::State<services::Services>,
            fields: crate::rest::input::Fields,
        ) -> crate::error::RestResult<axum::Json<$view>> {
            let stored = $draft::from(&s.$service().get(&by, id).await?);
            Ok(axum::Json(s.$service().update(&by, id, &fields.over(&stored)?).await?))
        }

        #[utoipa::path(delete, path = $one, tag = $tag, summary = concat!("Delete ", $a_name),
            description = "Refused while something uses it, with what does.",
            params(("id" = $id, Path)), responses((status = NO_CONTENT)))]
        async fn delete(
            crate::error::By(by): crate::error::By,
            crate::rest::input::Id(id): crate::rest::input::Id<$id>,
            axum::extract::State(s): axum::extract::State<services::Services>,
        ) -> crate::error::RestResult<axum::http::StatusCode> {
            s.$service().delete(&by, id).await?;
            Ok(axum::http::StatusCode::NO_CONTENT)
        }
    };
}

pub(super) use record_routes;

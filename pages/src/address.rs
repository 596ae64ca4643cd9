//! Addresses of pages, matched by a table: the router's code is compiled once for all of them.

use crate::not_found::NotFound;
use leptos::{
    children::ToChildren, component::component_props_builder, prelude::*, tachys::view::iterators::StaticVec,
};
use leptos_router::{
    ChooseView, NestedRoute, PartialPathMatch, PathSegment, PossibleRouteMatch, SsrMode,
    components::{FlatRoutes, RouteChildren},
};
use std::borrow::Cow;

/// The page of the address at hand, of a table of pages.
pub fn page_of<P: ChooseView>(table: impl Iterator<Item = (&'static str, P)>) -> AnyView {
    let route = |(address, page)| NestedRoute::new(Address(address), page).ssr_mode(SsrMode::Async);
    let routes = StaticVec::from(table.map(route).collect::<Vec<_>>());
    let children = RouteChildren::to_children(move || routes);
    FlatRoutes(component_props_builder(&FlatRoutes).fallback(NotFound).children(children).build()).into_any()
}

/// The address of a page, such as `/equipments/:id/edit`.
#[derive(Clone, Copy)]
pub struct Address(pub &'static str);

impl Address {
    fn parts(self) -> impl Iterator<Item = &'static str> {
        self.0.split('/').filter(|part| !part.is_empty())
    }
}

impl PossibleRouteMatch for Address {
    fn optional(&self) -> bool {
        false
    }

    fn test<'a>(&self, path: &'a str) -> Option<PartialPathMatch<'a>> {
        let mut rest = path;
        let mut params = Vec::new();
        for part in self.parts() {
            let tail = rest.strip_prefix('/')?;
            let value = tail.split('/').next().filter(|value| !value.is_empty())?;
            match part.strip_prefix(':') {
                Some(name) => params.push((Cow::Borrowed(name), value.to_owned())),
                None if part == value => {}
                None => return None,
            }
            rest = tail.strip_prefix(value)?;
        }
        let matched = path.strip_suffix(rest)?;
        Some(PartialPathMatch::new(rest, params, matched))
    }

    fn generate_path(&self, path: &mut Vec<PathSegment>) {
        path.extend(self.parts().map(|part| match part.strip_prefix(':') {
            Some(name) => PathSegment::Param(name.into()),
            None => PathSegment::Static(part.into()),
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parameters that an address finds in a path; `None` if the path is not its.
    fn read(address: &'static str, path: &str) -> Option<Vec<(String, String)>> {
        let found = Address(address).test(path).filter(PartialPathMatch::is_complete)?;
        Some(found.params().into_iter().map(|(name, value)| (name.into_owned(), value)).collect())
    }

    #[test]
    fn an_address_reads_its_parameters_and_no_other_path() {
        assert_eq!(read("/", "/"), Some(vec![]));
        assert_eq!(read("/", ""), Some(vec![]));
        assert_eq!(read("/", "/login"), None);
        assert_eq!(read("/login", "/login"), Some(vec![]));
        assert_eq!(read("/login", "/login/"), Some(vec![]));
        assert_eq!(read("/login", "/logins"), None);
        assert_eq!(read("/login", "/log"), None);
        assert_eq!(read("/login", "login"), None);
        assert_eq!(read("/equipments/:id", "/equipments"), None);
        assert_eq!(read("/equipments/:id", "/equipments/"), None);
        assert_eq!(read("/equipments/:id", "/equipments/7"), Some(vec![("id".into(), "7".into())]));
        assert_eq!(read("/equipments/:id", "/equipments/é"), Some(vec![("id".into(), "é".into())]));
        assert_eq!(read("/equipments/:id", "/equipments/7/edit"), None);
        assert_eq!(read("/a/:b/:c", "/a/x/y").map(|found| found.len()), Some(2));
    }
}

//! Figures of the running process, for Prometheus.

use axum::http::{Method, StatusCode};
use metrics::{Key, Label, Level, Metadata, Recorder};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use std::{sync::Arc, time::Duration};

const REQUESTS: &str = "http_requests_total";
const DURATION: &str = "http_request_duration_seconds";
const BUCKETS: &[f64] = &[0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
static META: Metadata<'static> = Metadata::new("vigie", Level::INFO, None);

/// The process's counters. One per server, so that tests do not count each other's requests.
#[derive(Clone)]
pub struct Metrics {
    recorder: Arc<PrometheusRecorder>,
    handle: PrometheusHandle,
}

impl Metrics {
    pub fn new() -> Self {
        let builder = PrometheusBuilder::new();
        // An empty list of buckets is the only thing that it refuses.
        let builder = builder
            .set_buckets_for_metric(Matcher::Full(DURATION.to_owned()), BUCKETS)
            .unwrap_or_else(|_| PrometheusBuilder::new());
        let recorder = builder.build_recorder();
        let texts = [
            (REQUESTS, "Requests by method, route and status"),
            (DURATION, "Seconds until the answer began"),
        ];
        for (name, text) in texts {
            recorder.describe_counter(name.into(), None, text.into());
        }
        Self { handle: recorder.handle(), recorder: Arc::new(recorder) }
    }

    /// Counts one answered request. `route` is the template, never the path: ids would make endless series.
    pub fn request(&self, method: &Method, route: &str, status: StatusCode, took: Duration) {
        let labels = vec![
            Label::from_static_parts("method", known(method)),
            Label::new("endpoint", route.to_owned()),
            Label::new("status", status.as_str().to_owned()),
        ];
        let (requests, duration) =
            (Key::from_parts(REQUESTS, labels.clone()), Key::from_parts(DURATION, labels));
        self.recorder.register_counter(&requests, &META).increment(1);
        self.recorder.register_histogram(&duration, &META).record(took.as_secs_f64());
    }

    /// Sets a figure that was just looked up.
    pub fn gauge(&self, name: &'static str, labels: &[(&'static str, &'static str)], value: f64) {
        let labels: Vec<Label> = labels.iter().map(|(k, v)| Label::from_static_parts(k, v)).collect();
        self.recorder.register_gauge(&Key::from_parts(name, labels), &META).set(value);
    }

    /// Everything, in the text format of Prometheus.
    pub fn render(&self) -> String {
        self.handle.run_upkeep();
        self.handle.render()
    }
}

/// The method's name; one that HTTP does not have is anybody's invention, and each would be a series for ever.
fn known(method: &Method) -> &'static str {
    const KNOWN: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];
    KNOWN.iter().find(|known| **known == method.as_str()).copied().unwrap_or("other")
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invented_methods_make_one_series() {
        let metrics = Metrics::new();
        for method in ["GET", "PATCH", "Q0X", "Q1X", "get", "PROPFIND"] {
            let method = Method::from_bytes(method.as_bytes()).expect("a token");
            metrics.request(&method, "/", StatusCode::OK, Duration::from_millis(1));
        }
        let text = metrics.render();
        let counts: Vec<&str> =
            text.lines().filter(|line| line.starts_with("http_requests_total{")).collect();
        assert_eq!(counts.len(), 3, "{counts:?}");
        let other = counts.iter().find(|line| line.contains("method=\"other\""));
        assert!(other.is_some_and(|line| line.ends_with(" 4")), "{counts:?}");
    }
}

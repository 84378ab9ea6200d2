//! 寻章 xunzhang: full-text search for Chinese government reports.

pub mod analysis;
pub mod corpus;
pub mod index;
pub mod query;
pub mod render;
pub mod report;
pub mod search;

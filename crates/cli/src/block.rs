//! `idlewatt block` and `unblock`: whose work is refused.

use crate::error::{Error, Exit};
use crate::life;
use crate::out::Out;
use idlewatt_control::messages::{JobFilter, Request, Response, SettingRow};
use idlewatt_control::{Client, Home};
use idlewatt_proto::NodeId;
use serde::Serialize;
use std::collections::BTreeSet;

const SETTING: &str = "accept.blocked";
/// Digits of a name that may stand for all of them.
const DIGITS_LEAST: usize = 4;
/// Jobs whose requesters are known by the beginnings of their names: some answers' worth of rows.
const JOBS: u32 = 1000;

#[derive(Serialize)]
struct Blocked {
    node: NodeId,
    blocked: bool,
}

pub async fn block(home: &Home, out: &Out, name: &str) -> Result<Exit, Error> {
    let mut client = life::connect(home).await?;
    let node: NodeId = match name.parse() {
        Ok(node) => node,
        Err(_) => called(name, &known(&mut client).await?)?,
    };
    edit(&mut client, vec![node.to_string()], Vec::new()).await?;
    out.answer(&Blocked { node, blocked: true }, || format!("blocked: no work for {node} any more"));
    Ok(Exit::Done)
}

pub async fn unblock(home: &Home, out: &Out, name: &str) -> Result<Exit, Error> {
    let mut client = life::connect(home).await?;
    let blocked = list(&mut client).await?;
    let node: NodeId = match name.parse() {
        Ok(node) => node,
        Err(_) => called(name, &blocked)?,
    };
    if !blocked.contains(&node) {
        return Err(Error::NotListed(name.to_owned()));
    }
    edit(&mut client, Vec::new(), vec![node.to_string()]).await?;
    out.answer(&Blocked { node, blocked: false }, || format!("not blocked any more: {node}"));
    Ok(Exit::Done)
}

/// The one whose name begins so.
fn called(beginning: &str, nodes: &BTreeSet<NodeId>) -> Result<NodeId, Error> {
    let lower = beginning.to_ascii_lowercase();
    let mut found = nodes.iter().filter(|node| lower.len() >= DIGITS_LEAST && node.to_string().starts_with(&lower));
    match (found.next(), found.next()) {
        (Some(node), None) => Ok(*node),
        (None, _) => Err(Error::NoSuchNode(beginning.to_owned())),
        (Some(_), Some(_)) => Err(Error::SeveralNodes(beginning.to_owned())),
    }
}

async fn list(client: &mut Client) -> Result<BTreeSet<NodeId>, Error> {
    let Response::Settings { settings } = client.call(Request::GetSettings).await? else {
        return Err(Error::Unexpected);
    };
    let row = settings.into_iter().find(|row: &SettingRow| row.name == SETTING).ok_or(Error::Unexpected)?;
    Ok(row.value.split(',').filter_map(|name| name.trim().parse().ok()).collect())
}

async fn edit(client: &mut Client, put: Vec<String>, take: Vec<String>) -> Result<(), Error> {
    client.call(Request::EditList { name: SETTING.to_owned(), put, take }).await?;
    Ok(())
}

/// Nodes that asked for something here, or are connected.
async fn known(client: &mut Client) -> Result<BTreeSet<NodeId>, Error> {
    let Response::Refusals { refusals } = client.call(Request::Refusals).await? else { return Err(Error::Unexpected) };
    let asking = Request::Jobs { limit: JOBS, filter: JobFilter::default() };
    let Response::Jobs { jobs } = client.call(asking).await? else { return Err(Error::Unexpected) };
    let Response::Peers { peers } = client.call(Request::Peers).await? else { return Err(Error::Unexpected) };
    let asked = refusals.into_iter().map(|row| row.requester).chain(jobs.into_iter().map(|row| row.peer));
    Ok(asked.chain(peers.into_iter().map(|row| row.node)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_of_a_name_is_enough_where_it_is_one_nodes() {
        let mut other = [0xab; 32];
        other[31] = 1;
        let nodes: BTreeSet<NodeId> = [NodeId([0xab; 32]), NodeId(other), NodeId([0xcd; 32])].into();
        assert_eq!(called("CDCDcd", &nodes).ok(), Some(NodeId([0xcd; 32])));
        assert!(matches!(called("abab", &nodes), Err(Error::SeveralNodes(_))));
        assert!(matches!(called("ef00", &nodes), Err(Error::NoSuchNode(_))));
        assert!(matches!(called("cd", &nodes), Err(Error::NoSuchNode(_))), "too little to be meant");
    }
}

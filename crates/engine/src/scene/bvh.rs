//! Trees: `obvhs` builds them; where its tree is too deep for the shader's stack, a balanced one takes its place.

use crate::layout::Node;
use glam::Vec3;
use obvhs::aabb::Aabb;
use obvhs::bvh2::leaf_collapser::collapse;
use obvhs::bvh2::reinsertion::ReinsertionOptimizer;
use obvhs::ploc::{PlocBuilder, PlocSearchDistance, SortPrecision};

/// A tree whose root is node 0, and the order in which its leaves have the items.
pub(super) struct Tree {
    pub nodes: Vec<Node>,
    pub order: Vec<u32>,
}

/// A tree as it is where its nodes and items lie among others.
pub(super) fn shifted(nodes: &[Node], by_nodes: usize, by_items: usize) -> impl Iterator<Item = Node> {
    nodes.iter().map(move |node| {
        let by = if node.count > 0 { by_items } else { by_nodes };
        Node { first: node.first + by as u32, ..*node }
    })
}

/// Over at least one box with finite corners.
pub(super) fn build(boxes: &[Aabb], leaf: u32, deepest: usize) -> Tree {
    let tree = build_fast(boxes, leaf);
    if depth(&tree.nodes) <= deepest { tree } else { build_balanced(boxes, leaf) }
}

/// The steps of `obvhs::bvh2::builder::build_bvh2` without its debug validation, which takes longer than all else.
fn build_fast(boxes: &[Aabb], leaf: u32) -> Tree {
    let indices = (0..boxes.len() as u32).collect();
    let mut bvh = PlocBuilder::with_capacity(boxes.len()).build(
        PlocSearchDistance::Medium,
        boxes,
        indices,
        SortPrecision::U64,
        3,
    );
    let mut optimizer = ReinsertionOptimizer::default();
    optimizer.run(&mut bvh, 0.05, None);
    collapse(&mut bvh, leaf, 3.0);
    optimizer.run(&mut bvh, 0.1, None);
    let nodes = bvh.nodes.iter().map(|node| Node {
        low: Vec3::from(node.aabb().min),
        count: node.prim_count,
        high: Vec3::from(node.aabb().max),
        first: node.first_index,
    });
    Tree { nodes: nodes.collect(), order: bvh.primitive_indices }
}

/// How many far children may wait on the stack at once, at most.
fn depth(nodes: &[Node]) -> usize {
    let mut deepest = 0;
    let mut open = vec![(0_u32, 0)];
    while let Some((index, level)) = open.pop() {
        deepest = deepest.max(level);
        let node = &nodes[index as usize];
        if node.count == 0 {
            open.extend([(node.first, level + 1), (node.first + 1, level + 1)]);
        }
    }
    deepest
}

/// Halves the items by their centres along the longest side, down to leaves.
fn build_balanced(boxes: &[Aabb], leaf: u32) -> Tree {
    let mut order: Vec<u32> = (0..boxes.len() as u32).collect();
    let empty = Node { low: Vec3::ZERO, count: 0, high: Vec3::ZERO, first: 0 };
    let mut nodes = vec![empty];
    let mut open = vec![(0, 0..order.len())];
    while let Some((index, range)) = open.pop() {
        let items = &mut order[range.clone()];
        let bounds = items.iter().fold(Aabb::empty(), |all, &item| all.union(&boxes[item as usize]));
        let mut node = Node {
            low: bounds.min.into(),
            count: items.len() as u32,
            high: bounds.max.into(),
            first: range.start as u32,
        };
        if node.count > leaf {
            let axis = bounds.largest_axis();
            let middle = items.len() / 2;
            let centre = |item: u32| boxes[item as usize].center_axis(axis);
            items.select_nth_unstable_by(middle, |&a, &b| centre(a).total_cmp(&centre(b)));
            (node.count, node.first) = (0, nodes.len() as u32);
            open.push((nodes.len(), range.start..range.start + middle));
            open.push((nodes.len() + 1, range.start + middle..range.end));
            nodes.extend([empty; 2]);
        }
        nodes[index] = node;
    }
    Tree { nodes, order }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::MESH_DEPTH;
    use glam::Vec3A;

    fn covers_everything_once(tree: &Tree, boxes: &[Aabb]) {
        let mut seen = vec![0; boxes.len()];
        let mut open = vec![0_u32];
        while let Some(index) = open.pop() {
            let node = &tree.nodes[index as usize];
            let children = if node.count == 0 { vec![node.first, node.first + 1] } else { vec![] };
            for &child in &children {
                let child = &tree.nodes[child as usize];
                assert!(child.low.cmpge(node.low).all() && child.high.cmple(node.high).all(), "a child sticks out");
            }
            open.extend(children);
            for at in node.first..node.first + node.count {
                let item = tree.order[at as usize] as usize;
                assert!(boxes[item].min.cmpge(Vec3A::from(node.low)).all(), "an item sticks out of its leaf");
                seen[item] += 1;
            }
        }
        assert!(seen.iter().all(|&times| times == 1), "every item is in one leaf");
    }

    /// Boxes that double in size, one inside the other's shadow: what makes greedy builders deep.
    fn chain(n: usize) -> Vec<Aabb> {
        (0..n)
            .map(|i| 2.0_f32.powi((i % 60) as i32 - 30))
            .map(|s| Aabb::new(Vec3A::splat(s), Vec3A::splat(s * 1.5)))
            .collect()
    }

    #[test]
    fn no_tree_is_deeper_than_the_stack() {
        let same = vec![Aabb::new(Vec3A::ZERO, Vec3A::ONE); 3000];
        for boxes in [chain(1), chain(2), chain(3), chain(60), chain(5000), same] {
            for tree in [build(&boxes, 4, MESH_DEPTH), build(&boxes, 4, 13), build_balanced(&boxes, 4)] {
                assert!(depth(&tree.nodes) <= MESH_DEPTH);
                covers_everything_once(&tree, &boxes);
            }
        }
        assert!(depth(&build(&chain(5000), 4, 13).nodes) <= 13, "the balanced tree takes over");
    }
}

//! Trees: `obvhs` builds them; where its tree is too deep for the shader's stack, a balanced one takes its place.

use crate::layout::{ENTER, Fork, Grid, LEAF, LEAF_SHIFT};
use crate::limits::{MESH_DEPTH, TOP_DEPTH};
use glam::Vec3;
use obvhs::aabb::Aabb;
use obvhs::bvh2::leaf_collapser::collapse;
use obvhs::bvh2::reinsertion::ReinsertionOptimizer;
use obvhs::ploc::{PlocBuilder, PlocSearchDistance, SortPrecision};

/// What a tree is over.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Over {
    /// Up to four to a leaf.
    Triangles,
    Instances,
}

/// A tree with forks of its own, for rays to walk.
#[derive(Debug)]
pub(super) struct Tree {
    forks: Vec<Fork>,
    root: u32,
    pub grid: Grid,
}

impl Tree {
    /// Puts its forks beside others, where its items have others before them. Where it begins there.
    pub fn lay(&self, among: &mut Vec<Fork>, items: usize) -> u32 {
        let (by_forks, by_items) = (among.len() as u32, items as u32);
        let moved = |way: u32| way + if way < ENTER { by_forks } else { by_items };
        let laid = |fork: &Fork| Fork { left: moved(fork.left), right: moved(fork.right), ..*fork };
        among.extend(self.forks.iter().map(laid));
        moved(self.root)
    }
}

/// Over at least one box with finite corners: a tree, and the order in which it has the items.
pub(super) fn build(boxes: &[Aabb], over: Over) -> (Tree, Vec<u32>) {
    let (leaf, deepest) = match over {
        Over::Triangles => (4, MESH_DEPTH),
        Over::Instances => (1, TOP_DEPTH),
    };
    let Nodes { nodes, order } = build_nodes(boxes, leaf, deepest);
    (pack(&nodes, over), order)
}

/// A node of a tree that is being built. `count` zero: its children are `first` and `first + 1`; else a leaf.
#[derive(Clone, Copy)]
struct Node {
    low: Vec3,
    count: u32,
    high: Vec3,
    first: u32,
}

/// A tree whose root is node 0, and the order in which its leaves have the items.
struct Nodes {
    nodes: Vec<Node>,
    order: Vec<u32>,
}

/// Numbers from 0 to 65 535 with room beside those that boxes begin and end with, for what rays lose in coming to a grid.
const GRID: f32 = 65_520.0;
const BESIDE: f32 = 4.0;

impl Grid {
    /// Steps are no smaller than what coordinates are rounded to.
    fn over(low: Vec3, high: Vec3) -> Self {
        let size = high - low;
        let rounding = low.abs().max(high.abs()).max_element() * 2.0_f32.powi(-21);
        let finest = rounding.max(size.max_element() * (1.0e-6 / GRID)).max(1.0e-24);
        let step = (size / GRID).max(Vec3::splat(finest));
        Self { low: low - step * BESIDE, step }
    }

    /// The box of a node, a step larger on every side.
    fn words(&self, node: &Node) -> [u32; 3] {
        let place = |at: f32, axis: usize| (f64::from(at) - f64::from(self.low[axis])) / f64::from(self.step[axis]);
        std::array::from_fn(|axis| {
            let low = place(node.low[axis], axis).floor() as i64 - 1;
            let high = place(node.high[axis], axis).ceil() as i64 + 1;
            let [low, high] = [low, high].map(|number| number.clamp(0, 0xffff) as u32);
            low | high << 16
        })
    }
}

/// As rays walk it: forks that follow one another lie beside one another.
fn pack(nodes: &[Node], over: Over) -> Tree {
    let grid = Grid::over(nodes[0].low, nodes[0].high);
    let mut forks = Vec::with_capacity(nodes.len() / 2);
    // Forks that have their place, and the first of their two nodes.
    let mut open = Vec::new();
    let way = |node: &Node, forks: &mut Vec<Fork>, open: &mut Vec<(usize, usize)>| match (node.count, over) {
        (0, _) => {
            open.push((forks.len(), node.first as usize));
            forks.push(Fork { left_box: [0; 3], left: 0, right_box: [0; 3], right: 0 });
            forks.len() as u32 - 1
        }
        (_, Over::Instances) => ENTER | node.first,
        (count, Over::Triangles) => LEAF | (count - 1) << LEAF_SHIFT | node.first,
    };
    let root = way(&nodes[0], &mut forks, &mut open);
    while let Some((fork, first)) = open.pop() {
        let [left_box, right_box] = [first, first + 1].map(|node| grid.words(&nodes[node]));
        let right = way(&nodes[first + 1], &mut forks, &mut open);
        let left = way(&nodes[first], &mut forks, &mut open);
        forks[fork] = Fork { left_box, left, right_box, right };
    }
    Tree { forks, root, grid }
}

/// Over at least one box with finite corners.
fn build_nodes(boxes: &[Aabb], leaf: u32, deepest: usize) -> Nodes {
    let tree = build_fast(boxes, leaf);
    if depth(&tree.nodes) <= deepest { tree } else { build_balanced(boxes, leaf) }
}

/// The steps of `obvhs::bvh2::builder::build_bvh2` without its debug validation, which takes longer than all else.
fn build_fast(boxes: &[Aabb], leaf: u32) -> Nodes {
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
    Nodes { nodes: nodes.collect(), order: bvh.primitive_indices }
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
fn build_balanced(boxes: &[Aabb], leaf: u32) -> Nodes {
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
    Nodes { nodes, order }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::LEAF_FIRST;
    use glam::Vec3A;

    fn covers_everything_once(tree: &Tree, order: &[u32], boxes: &[Aabb]) {
        let grid = &tree.grid;
        let mut seen = vec![0; boxes.len()];
        let everywhere = [0xffff_0000_u32; 3];
        let mut open = vec![(tree.root, everywhere)];
        while let Some((way, around)) = open.pop() {
            if way < ENTER {
                let fork = &tree.forks[way as usize];
                open.extend([(fork.left, fork.left_box), (fork.right, fork.right_box)]);
                continue;
            }
            let (first, count) =
                if way < LEAF { (way & !ENTER, 1) } else { (way & LEAF_FIRST, ((way & !LEAF) >> LEAF_SHIFT) + 1) };
            for at in first..first + count {
                let item = order[at as usize] as usize;
                for (axis, word) in around.into_iter().enumerate() {
                    let place =
                        |number: u32| f64::from(grid.low[axis]) + f64::from(number) * f64::from(grid.step[axis]);
                    let (low, high) = (f64::from(boxes[item].min[axis]), f64::from(boxes[item].max[axis]));
                    let rounding = low.abs().max(high.abs()) * 1.0e-6;
                    assert!(
                        place(word & 0xffff) < low + rounding && place(word >> 16) > high - rounding,
                        "{item} sticks out"
                    );
                }
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
    fn trees_hold_everything_once_in_boxes_that_are_large_enough() {
        let same = vec![Aabb::new(Vec3A::ZERO, Vec3A::ONE); 3000];
        let flat =
            (0..500).map(|i| Aabb::new(Vec3A::new(i as f32, 0.0, 1.0e6), Vec3A::new(i as f32 + 0.5, 0.0, 1.0e6)));
        let tiny = vec![Aabb::new(Vec3A::splat(1.0e-20), Vec3A::splat(2.0e-20)); 9];
        for boxes in [chain(1), chain(2), chain(3), chain(60), chain(5000), same, flat.collect(), tiny] {
            for over in [Over::Triangles, Over::Instances] {
                let (tree, order) = build(&boxes, over);
                covers_everything_once(&tree, &order, &boxes);
            }
        }
    }

    #[test]
    fn no_tree_is_deeper_than_the_stack() {
        for boxes in [chain(1), chain(2), chain(3), chain(60), chain(5000)] {
            for nodes in [build_nodes(&boxes, 4, MESH_DEPTH), build_nodes(&boxes, 4, 13), build_balanced(&boxes, 4)] {
                assert!(depth(&nodes.nodes) <= MESH_DEPTH);
            }
        }
        assert!(depth(&build_nodes(&chain(5000), 4, 13).nodes) <= 13, "the balanced tree takes over");
    }

    #[test]
    fn trees_that_lie_among_others_find_their_own() {
        let boxes: Vec<Aabb> =
            (0..100).map(|i| Aabb::new(Vec3A::splat(i as f32), Vec3A::splat(i as f32 + 0.5))).collect();
        let (tree, _) = build(&boxes, Over::Triangles);
        let mut among = Vec::new();
        assert_eq!(tree.lay(&mut among, 0), tree.root);
        assert_eq!(among, tree.forks);
        let root = tree.lay(&mut among, 1000);
        assert_eq!(root as usize, tree.forks.len());
        let leaves = |forks: &[Fork]| {
            let ways = forks.iter().flat_map(|fork| [fork.left, fork.right]);
            ways.filter(|&way| way >= LEAF).map(|way| way & LEAF_FIRST).collect::<Vec<_>>()
        };
        let (own, moved) = (leaves(&tree.forks), leaves(&among[tree.forks.len()..]));
        assert_eq!(own.iter().map(|first| first + 1000).collect::<Vec<_>>(), moved);
    }
}

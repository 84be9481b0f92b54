// To-one steps connect tables to segments; to-many steps connect the segments to a tree. A branch is a segment with requested
// tables, and the path to it.
#include "core/query/fan_out.hpp"

#include <algorithm>
#include <map>

#include "core/text/poll.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

using Path = std::vector<const JoinStep *>;

struct Segment {
    std::vector<std::size_t> children;
    std::vector<TableId> tables;  ///< requested
    bool rows = false;            ///< joined as rows
};

class Splitter {
public:
    Splitter(const std::vector<TableId> &tables, const std::vector<JoinStep> &steps, const Facts &facts);
    SplitJoin split();

private:
    std::size_t mark_rows();
    Path path_to(TableId table) const;
    Branch branch(const Segment &segment) const;

    const std::vector<TableId> &tables_;
    const std::vector<JoinStep> &steps_;
    std::vector<Segment> segments_;  ///< the segment of the first table comes first
    std::map<TableId, std::size_t> segment_of_;
    std::map<TableId, const JoinStep *> into_;  ///< the step to a table
};

Splitter::Splitter(const std::vector<TableId> &tables, const std::vector<JoinStep> &steps, const Facts &facts)
    : tables_(tables), steps_(steps), segments_(1) {
    segment_of_[tables.front()] = 0;
    for (const JoinStep &step : steps) {
        const Relationship &r = step.relationship;
        std::size_t segment = segment_of_.at(r.source);
        if (can_multiply(r, facts)) {
            segments_[segment].children.push_back(segments_.size());
            segment = segments_.size();
            segments_.emplace_back();
        }
        segment_of_[r.target] = segment;
        into_[r.target] = &step;
    }
    for (const TableId table : tables) segments_[segment_of_.at(table)].tables.push_back(table);
}

/// Returns the last segment that is joined as rows.
std::size_t Splitter::mark_rows() {
    std::size_t last = 0;
    for (;;) {
        Segment &segment = segments_[last];
        segment.rows = true;
        const bool is_branch = last != 0 && !segment.tables.empty();
        if (is_branch || segment.children.size() != 1) return last;
        last = segment.children.front();
    }
}

Path Splitter::path_to(TableId table) const {
    Path path;
    while (table != tables_.front()) {
        poll();
        path.push_back(into_.at(table));
        table = path.back()->relationship.source;
    }
    std::reverse(path.begin(), path.end());
    return path;
}

Branch Splitter::branch(const Segment &segment) const {
    Branch branch;
    branch.tables = segment.tables;
    branch.path = path_to(segment.tables.front());
    std::vector<Path> paths;
    for (const TableId table : segment.tables) {
        paths.push_back(path_to(table));
        const auto common = std::mismatch(branch.path.begin(), branch.path.end(), paths.back().begin(), paths.back().end());
        branch.path.erase(common.first, branch.path.end());
    }
    const auto top = std::find(branch.tables.begin(), branch.tables.end(), branch.path.back()->relationship.target);
    if (top != branch.tables.end()) std::rotate(branch.tables.begin(), top, top + 1);
    while (segments_[segment_of_.at(branch.path[branch.start]->relationship.target)].rows) ++branch.start;
    for (const Path &path : paths) {
        for (std::size_t i = branch.path.size(); i < path.size(); ++i) {
            poll();
            if (std::find(branch.more.begin(), branch.more.end(), path[i]) == branch.more.end()) branch.more.push_back(path[i]);
        }
    }
    return branch;
}

SplitJoin Splitter::split() {
    SplitJoin split;
    const std::size_t last = mark_rows();
    for (const JoinStep &step : steps_) {
        if (segments_[segment_of_.at(step.relationship.target)].rows) split.rows.push_back(&step);
    }
    if (last != 0 && !segments_[last].tables.empty()) split.multiple = path_to(segments_[last].tables.front());
    std::vector<bool> done(segments_.size(), false);
    for (const TableId table : tables_) {
        const std::size_t number = segment_of_.at(table);
        if (segments_[number].rows || done[number]) continue;
        done[number] = true;
        split.branches.push_back(branch(segments_[number]));
    }
    return split;
}

}  // namespace

SplitJoin split_join(const std::vector<TableId> &tables, const std::vector<JoinStep> &steps, const Facts &facts) {
    return Splitter(tables, steps, facts).split();
}

std::string path_label(const std::vector<const JoinStep *> &path, const Facts &facts) {
    const auto name = [](const JoinStep *step) { return step->relationship.name; };
    return facts.at(path.front()->relationship.source).name + "." + join(path, ".", name);
}

UserError branches_multiply(const SplitJoin &split, const Facts &facts) {
    std::vector<std::string> labels;
    if (!split.multiple.empty()) labels.push_back(path_label(split.multiple, facts));
    for (const Branch &branch : split.branches) labels.push_back(path_label(branch.path, facts));
    return UserError(sqlstate::cardinality_violation, "branches of the join multiply each other's rows: " + join(labels, ", "),
                     "Join one of them at a time, or use fan_out => 'aggregate'.");
}

}  // namespace relmeta

// Writes the parts of a picture that a plan selects, as text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "core/context/picture.hpp"

namespace relmeta {

/// What to write; by default everything.
struct ContextPlan {
    bool comments = true;
    bool unique_keys = true;         ///< composite unique keys
    std::size_t many = SIZE_MAX;     ///< lines of to-many links, the longest first
    std::size_t columns = SIZE_MAX;  ///< per table, of those not in any key or link
    std::size_t tables = SIZE_MAX;   ///< bridges and the tables with the most links first
    bool names_of_left_out = true;   ///< list the tables left out
};

class ContextWriter {
public:
    /// `joins`: complete lines to add. If empty, to-many links are listed instead.
    ContextWriter(const ContextInput &input, const Picture &picture, std::string joins);

    std::string write(const ContextPlan &plan);

    /// Lists the tables that can have several rows for one row of this table.
    std::string ways_of(TableId table);

    std::size_t ways() const { return ways_.size(); }
    std::size_t bridges() const { return bridges_; }
    std::size_t most_columns() const;

private:
    /// The tables that can have several rows for one row of `table`.
    struct Way {
        std::size_t table;
        std::vector<std::string> targets;
        std::size_t rank = 0;
    };

    void find_ways();
    void rank_tables();
    std::string line(const ContextTable &shown);
    std::string ends(const ContextTable &shown);
    std::vector<std::string> items(const ContextTable &shown);
    std::vector<std::string> groups(const ContextTable &shown);
    std::string marks(const Table &table, const std::string &column);
    std::string target_of(const ContextLink &shown);
    std::string arrow(const ContextLink &link);
    std::string comments(const Table &table);
    std::string ways(const ContextPlan &plan);
    std::string line(const Way &way);
    std::string legend() const;
    std::string notes(const ContextPlan &plan) const;
    std::string name(const std::string &name);
    std::string name(const Table &table);

    const ContextInput &input_;
    const Picture &picture_;
    std::string joins_;
    std::vector<Way> ways_;
    std::vector<std::size_t> rank_;  ///< by table
    std::size_t bridges_ = 0;

    // State of the text being written.
    ContextPlan plan_;
    std::string section_;
    std::set<std::string> quoted_;
    bool uses_groups_ = false, uses_loose_ = false, uses_periods_ = false, uses_repeats_ = false, uses_bridges_ = false,
         uses_short_ends_ = false, uses_links_ = false, uses_comments_ = false, uses_conditions_ = false;
    std::size_t left_out_columns_ = 0, left_out_keys_ = 0;
};

}  // namespace relmeta

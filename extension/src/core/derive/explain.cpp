#include "core/derive/explain.hpp"

#include <algorithm>
#include <iterator>

#include "core/derive/bridge.hpp"
#include "core/derive/views.hpp"
#include "core/model/condition.hpp"
#include "core/model/declarations.hpp"
#include "core/text/poll.hpp"
#include "core/text/quote.hpp"

namespace relmeta {

namespace {

using Lines = std::vector<std::string>;

std::string list(const ColumnNames &columns) { return "(" + quote_identifiers(columns) + ")"; }

std::string of(const Table &table, const ColumnNames &columns) {
    return columns.size() == 1 ? quote_identifier(table.name) + "." + quote_identifier(columns[0])
                               : quote_identifier(table.name) + list(columns);
}

std::string is(const ColumnNames &columns) { return columns.size() == 1 ? " is " : " are "; }

std::string kind_of_index(const Index &index) {
    return index.primary ? "the primary key" : index.constraint ? "a unique constraint" : "a unique index";
}

/// Why a unique index on some of these columns does not prove them unique; empty if the index is unrelated.
std::string why_no_proof(const Table &table, const Index &index, const ColumnNumbers &columns) {
    bool expression = std::find(index.columns.begin(), index.columns.end(), 0) != index.columns.end();
    if (!index.unique || (!expression && disjoint(index.columns, columns))) {
        return {};
    }
    std::string name = quote_identifier(index.name);
    if (expression) {
        return name + " is on an expression, which proves nothing about a column";
    }
    if (index.temporal) {
        return name + " only prevents overlaps";
    }
    if (index.stricter_equality) {
        return name + " distinguishes values that are equal under =";
    }
    if (!subset(index.columns, columns)) {
        return name + " covers " + list(table.names(index.columns));
    }
    if (!index.valid) {
        return name + " is not valid";
    }
    return name + " is partial, and its predicate is not implied by the key being not null";
}

std::string unique_text(const Table &table, const ColumnNumbers &columns, const Index &proof, bool by_condition = false) {
    ColumnNames names = table.names(columns);
    std::string text = of(table, names) + is(names) + "unique: " + quote_identifier(proof.name) + ", " + kind_of_index(proof);
    if (proof.columns.size() < columns.size()) {
        text += " on " + list(table.names(proof.columns)) + " alone";
    }
    if (proof.partial) {
        text += std::string(", partial, but its predicate is ") +
                (by_condition ? "part of the condition" : "implied by the key being not null");
    }
    if (proof.deferrable) {
        text += ", deferrable, so it holds at commit";
    }
    return text;
}

std::string not_unique_text(const Table &table, const ColumnNumbers &columns) {
    ColumnNames names = table.names(columns);
    Lines reasons;
    for (const Index &index : table.indexes) {
        std::string reason = why_no_proof(table, index, columns);
        if (!reason.empty()) {
            reasons.push_back(std::move(reason));
        }
    }
    const bool one = names.size() == 1;
    return of(table, names) + is(names) + "not unique by " + (one ? "itself: " : "themselves: ") +
           (!reasons.empty() ? join(reasons, "; ")
            : one            ? "no unique index on it alone"
                             : "no unique index on them alone");
}

/// Why the columns are unique or not; with a condition, among the rows that meet it.
std::string uniqueness_text(const Table &table, const ColumnNumbers &columns, const std::string &condition = {}) {
    const Index *proof = proof_of_uniqueness(table, columns, condition);
    if (proof == nullptr) {
        return not_unique_text(table, columns);
    }
    const bool by_condition = proof_of_uniqueness(table, united(columns, fixed_columns(table, condition))) == nullptr;
    if (subset(proof->columns, columns)) {
        return unique_text(table, columns, *proof, by_condition);
    }
    ColumnNumbers fixed;
    std::copy_if(proof->columns.begin(), proof->columns.end(), std::back_inserter(fixed),
                 [&](ColumnNumber number) { return !contains(columns, number); });
    return unique_text(table, proof->columns, *proof, by_condition) + "; the condition fixes " +
           quote_identifiers(table.names(fixed));
}

std::string state_of(const ForeignKey &key) {
    return !key.enforced ? "NOT ENFORCED" : !key.validated ? "NOT VALID: existing rows may violate it" : "validated";
}

std::string unique_index_on(const Table &table, const ColumnNumbers &columns) {
    return "a unique index on " + quote_identifier(table.name) + list(table.names(columns));
}

void explain_required(const Table &holder, const ForeignKey &key, Lines &lines) {
    ColumnNames nullable;
    for (ColumnNumber number : key.columns) {
        if (!holder.all_not_null({number})) {
            nullable.push_back(holder.names({number})[0]);
        }
    }
    bool enough = nullable.empty() || (key.match_full && nullable.size() < key.columns.size());
    if (!enough) {
        lines.push_back("not required because " + of(holder, nullable) + " may be null");
    } else if (!key.enforced || !key.validated) {
        lines.push_back("not required because the key is " + state_of(key));
    } else {
        lines.push_back("required because " + of(holder, holder.names(key.columns)) + is(holder.names(key.columns)) + "NOT NULL" +
                        (nullable.empty() ? "" : " in part, which is sufficient with MATCH FULL"));
    }
}

void explain_duplicates(const Table &holder, const ForeignKey &key, Lines &lines) {
    for (const ForeignKey &other : holder.foreign_keys) {
        poll();
        if (other.name != key.name && same_link(other, key)) {
            lines.push_back(quote_identifier(other.name) + " is a duplicate of this key");
        }
    }
}

void explain_foreign_key(const Relationship &relationship, const Table &holder, const Facts &facts, Lines &lines) {
    const ForeignKey &key = holder.foreign_key_at(relationship.constraint);
    const Table &target = facts.at(key.target);
    lines.push_back("foreign key " + quote_identifier(key.name) + ": " + of(holder, holder.names(key.columns)) + " refers to " +
                    of(target, target.names(key.target_columns)));
    if (key.temporal) {
        lines.push_back("many_to_many because a temporal key can refer to several successive rows");
    } else {
        bool unique = proof_of_uniqueness(holder, key.columns) != nullptr;
        lines.push_back(std::string(relationship.reverse ? (unique ? "to-one because " : "to-many because ")
                                                         : (unique ? "from one because " : "from many because ")) +
                        uniqueness_text(holder, key.columns));
    }
    if (relationship.reverse) {
        lines.push_back("not required because no constraint requires a row to be referenced");
    } else {
        explain_required(holder, key, lines);
    }
    lines.push_back(std::string(relationship.enforced ? "enforced by " : "not enforced by ") + quote_identifier(key.name) + ", " +
                    state_of(key));
    explain_duplicates(holder, key, lines);
    if (!key.temporal && proof_of_uniqueness(holder, key.columns) == nullptr) {
        lines.push_back("it would become one_to_one with " + unique_index_on(holder, key.columns));
    }
}

/// One direction of a link: how many far rows a near row has.
std::string direction(const char *words, const Table &table, const ColumnNumbers &near, const std::string &condition = {}) {
    bool unique = proof_of_uniqueness(table, near, condition) != nullptr;
    return std::string(words) + (unique ? "one because " : "many because ") + uniqueness_text(table, near, condition);
}

/// The end with this name and these columns. Throws Stale.
const End &end_of(const Bridge &bridge, const Table &table, const std::string &name, const ColumnNames &columns) {
    for (const End &end : bridge.ends) {
        if (end.constraint == name && table.names(end.columns) == columns) {
            return end;
        }
    }
    throw Stale(quote_qualified(table.schema, table.name), "It has no end " + in_quotes(name) + ".");
}

void explain_enforced(const Relationship &relationship, const Table &bridge, const End &near, const End &far, Lines &lines) {
    const auto state = [&](const End &end) {
        return end.declared ? "declared" : state_of(bridge.foreign_key_at(end.constraint));
    };
    const bool both_declared = near.declared && far.declared;
    lines.push_back(std::string(relationship.enforced ? "enforced by " : "not enforced by ") + quote_identifier(near.constraint) +
                    " and " + quote_identifier(far.constraint) +
                    (relationship.enforced ? ", both validated"
                     : both_declared       ? ", both declared"
                                           : ", which are " + state(near) + " and " + state(far)));
}

void explain_through_bridge(const Relationship &relationship, const Table &bridge, const Facts &facts, Lines &lines) {
    const Recognition recognition = recognise(bridge, facts);
    if (!recognition.bridge) {
        throw Stale(quote_qualified(bridge.schema, bridge.name), "It is not a bridge: " + recognition.reason + ".");
    }
    const std::string &condition = relationship.condition;
    const End &near = end_of(*recognition.bridge, bridge, relationship.constraint, relationship.bridge_source_columns);
    const End &far = end_of(*recognition.bridge, bridge, relationship.far_constraint, relationship.bridge_target_columns);
    lines.push_back(std::string("bridge, ") + to_string(recognition.bridge->grade) + ": " + recognition.reason);
    if (!condition.empty()) {
        lines.push_back("only rows where " + Condition(condition).sql(quote_identifier(bridge.name)));
    }
    lines.push_back(direction("to-", bridge, near.columns, condition));
    lines.push_back(direction("from ", bridge, far.columns, condition));
    if (const Index *pair = proof_of_uniqueness(bridge, united(near.columns, far.columns), condition)) {
        lines.push_back("a pair occurs at most once: " + quote_identifier(pair->name));
    } else {
        lines.push_back("a pair may occur more than once: no unique index is within " +
                        list(bridge.names(united(near.columns, far.columns))));
    }
    explain_enforced(relationship, bridge, near, far, lines);
    bool many_targets = to_many(relationship.kind);
    bool many_sources = to_many(inverse(relationship.kind));
    // A table with an end that is unique by itself is not recognised as a bridge.
    const char *and_declared = recognition.bridge->grade != Grade::declared ? " and relmeta.declare_bridge" : "";
    if (many_targets) {
        lines.push_back(std::string("it would become ") + to_string(kind_of(many_sources, false)) + " with " +
                        unique_index_on(bridge, near.columns) + and_declared);
    }
    if (many_sources) {
        lines.push_back(std::string("it would become ") + to_string(kind_of(false, many_targets)) + " with " +
                        unique_index_on(bridge, far.columns) + and_declared);
    }
}

void explain_declared(const Relationship &relationship, const Facts &facts, Lines &lines) {
    const Table &source = facts.at(relationship.source);
    const Table &target = facts.at(relationship.target);
    lines.push_back("declared: " + of(source, relationship.source_columns) + " = " + of(target, relationship.target_columns));
    const Table &holder = facts.at(relationship.holder);
    if (!relationship.condition.empty()) {
        lines.push_back("only rows where " + Condition(relationship.condition).sql(quote_identifier(holder.name)));
    }
    bool stated = std::any_of(holder.declared.begin(), holder.declared.end(), [&](const RelationshipDeclaration &declaration) {
        const Table &far = facts.at(declaration.target);
        ColumnNames columns = holder.names(declaration.columns);
        ColumnNames far_columns = far.names(declaration.target_columns);
        return !declaration.kind.empty() && declaration.condition == relationship.condition &&
               (relationship.reverse ? columns == relationship.target_columns && far_columns == relationship.source_columns
                                     : columns == relationship.source_columns && far_columns == relationship.target_columns);
    });
    if (stated) {
        lines.push_back("the kind was declared");
    } else {
        const std::string none;
        const std::string &of_source = relationship.reverse ? none : relationship.condition;
        const std::string &of_target = relationship.reverse ? relationship.condition : none;
        lines.push_back(direction("to-", target, target.numbers_at(relationship.target_columns), of_target));
        lines.push_back(direction("from ", source, source.numbers_at(relationship.source_columns), of_source));
    }
    lines.push_back("not enforced: no foreign key guarantees it");
}

/// Columns of a table below a view, which often has the same name in another schema.
std::string below(const Table &view, const Table &table, const ColumnNames &columns) {
    return (table.schema != view.schema ? quote_identifier(table.schema) + "." : std::string()) + of(table, columns);
}

/// The columns of the table that columns of a view come from.
std::string lineage(const Table &view, const CarriedKey &carried) {
    const Table &base = *carried.base;
    const ColumnNumbers &columns = carried.key != nullptr ? carried.key->columns : carried.index->columns;
    const std::string text =
        of(view, view.names(carried.columns)) + is(view.names(carried.columns)) + below(view, base, base.names(columns));
    return carried.several ? text + " in one branch of a set operation, and similar columns in the others" : text;
}

/// Why one or many rows of the source share a value of the key.
std::string uniqueness_in_view(const Table &view, const ColumnNumbers &columns, ViewKeys &keys) {
    const ColumnNames names = view.names(columns);
    if (proof_of_uniqueness(view, columns) != nullptr) return uniqueness_text(view, columns);
    return of(view, names) + is(names) +
           (keys.unique(view, columns) ? "unique: keys below the view prove it, and no join repeats their rows"
                                       : "not unique: no keys below the view prove it");
}

void explain_view(const Relationship &relationship, const Table &view, const Facts &facts, Lines &lines) {
    Views views(facts);
    const auto is_it = [&](const ViewLink &link) {
        const Relationship &r = link.forward;
        return relationship.reverse
                   ? r.source == relationship.target && r.target == relationship.source &&
                         r.source_columns == relationship.target_columns && r.target_columns == relationship.source_columns
                   : r.source == relationship.source && r.target == relationship.target &&
                         r.source_columns == relationship.source_columns && r.target_columns == relationship.target_columns;
    };
    const std::vector<ViewLink> links = views.links_of(view);
    const auto link = std::find_if(links.begin(), links.end(), is_it);
    if (link == links.end()) throw Stale(quote_identifier(view.name));
    const Table &source = facts.at(link->forward.source);
    const Table &referenced = facts.at(link->key->target);
    const std::string refers =
        quote_identifier(link->key->name) + " refers to " + below(view, referenced, referenced.names(link->key->target_columns));
    const bool from_view = link->source_key != nullptr;
    const bool to_view = link->target_key != nullptr;
    lines.push_back(from_view ? lineage(source, *link->source_key) + ", whose foreign key " + refers
                              : of(source, link->forward.source_columns) + ": its foreign key " + refers);
    if (to_view) lines.push_back(lineage(view, *link->target_key) + ", once for each row");
    const ColumnNumbers columns = source.numbers_at(link->forward.source_columns);
    const bool unique = !to_many(inverse(link->forward.kind));
    lines.push_back(std::string(relationship.reverse ? (unique ? "to-one because " : "to-many because ")
                                                     : (unique ? "from one because " : "from many because ")) +
                    (from_view ? uniqueness_in_view(source, columns, views.keys()) : uniqueness_text(source, columns)));
    if (relationship.required) {
        lines.push_back("required because the columns below are NOT NULL, and no outer join of the view adds a row without them");
    } else {
        lines.push_back(relationship.reverse ? "not required because no constraint requires a row to be referenced"
                        : to_view            ? "not required because a view need not contain the row"
                        : !link->forward.enforced
                            ? "not required because the link is not enforced"
                            : "not required because a column below, or an outer join of the view, may produce nulls");
    }
    if (relationship.enforced) {
        lines.push_back("enforced by " + quote_identifier(link->key->name) + ", " + state_of(*link->key));
    } else if (!link->key->enforced || !link->key->validated) {
        lines.push_back("not enforced by " + quote_identifier(link->key->name) + ", " + state_of(*link->key));
    } else {
        lines.push_back(to_view ? "not enforced: the view may not contain every row that the key refers to"
                                : "not enforced: the rows may be those of an earlier REFRESH, or of inheriting tables");
    }
}

}  // namespace

std::vector<std::string> explain(const Relationship &relationship, const Facts &facts) {
    const Table &source = facts.at(relationship.source);
    const Table &target = facts.at(relationship.target);
    const Table &holder = facts.at(relationship.holder);
    std::string headline = quote_identifier(source.name) + "." + quote_identifier(relationship.name) + ": " +
                           to_string(relationship.kind) + " to " + quote_identifier(target.name);
    Lines lines;
    switch (relationship.origin) {
        case Origin::foreign_key: explain_foreign_key(relationship, holder, facts, lines); break;
        case Origin::bridge:
            headline += " through " + quote_identifier(holder.name);
            explain_through_bridge(relationship, holder, facts, lines);
            break;
        case Origin::declared: explain_declared(relationship, facts, lines); break;
        case Origin::view: explain_view(relationship, holder, facts, lines); break;
    }
    for (std::string &line : lines) {
        line.insert(0, "  ");
    }
    lines.insert(lines.begin(), std::move(headline));
    return lines;
}

std::vector<std::string> explain_bridge(const Table &table, const Facts &facts) {
    Recognition recognition = recognise(table, facts);
    if (!recognition.bridge) {
        return {quote_identifier(table.name) + ": not a bridge", "  " + recognition.reason};
    }
    const Bridge &bridge = *recognition.bridge;
    Lines lines = {quote_identifier(table.name) + ": bridge, " + to_string(bridge.grade), "  " + recognition.reason};
    for (const End &end : bridge.ends) {
        lines.push_back("  end " + end.role + (end.exclusive ? ", one of several: " : ": ") +
                        of(table, table.names(end.columns)) + " refers to " + quote_identifier(facts.at(end.target).name) +
                        " by " + (end.declared ? "the declared relationship " : "") + quote_identifier(end.constraint) +
                        (end.condition.empty() ? "" : ", where " + Condition(end.condition).text()));
    }
    if (!bridge.payload.empty()) {
        lines.push_back("  payload: " + quote_identifiers(table.names(bridge.payload)));
    }
    lines.push_back(bridge.pair_unique ? "  every pair occurs at most once" : "  a pair may occur more than once");
    return lines;
}

}  // namespace relmeta

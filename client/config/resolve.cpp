#include "resolve.hpp"

#include <algorithm>
#include <map>
#include <memory>

#include "core/model/condition.hpp"
#include "core/text/quote.hpp"

namespace relmeta::client {
namespace {

std::string text_of(const TableName &table) { return quote_qualified(table.schema, table.name); }
std::string text_of(const Table &table) { return quote_qualified(table.schema, table.name); }
std::string text_of(const KeyName &key) {
    return key.constraint.empty() ? '(' + quote_identifiers(key.columns) + ')' : quote_identifier(key.constraint);
}

/// Resolves the entries of a file in order.
class Resolver {
public:
    Resolver(const Config &config, const Facts &facts, const ConstantTest &test, const Warn &warn)
        : config_(config), facts_(facts), test_(test), warn_(warn) {
        for (const auto &[id, table] : facts.tables) tables_.emplace(std::tie(table.schema, table.name), &table);
    }

    Resolved read() {
        for (const Config::Relationship &relationship : config_.relationships) read(relationship);
        for (const Config::Bridge &bridge : config_.bridges) read(bridge);
        for (const Config::Rejection &rejection : config_.rejections) read(rejection);
        for (const Config::Name &name : config_.names) read(name);
        return std::move(resolved_);
    }

private:
    const Table *find(const TableName &name, unsigned line) const {
        const auto found = tables_.find(std::tie(name.schema, name.name));
        if (found == tables_.end()) warn_(line, "table " + text_of(name) + " does not exist");
        return found == tables_.end() ? nullptr : found->second;
    }

    /// The foreign keys and declared relationships of a table. A declared relationship has its name as an end of a bridge.
    std::vector<ColumnReference> references(const Table &table) const {
        std::vector<ColumnReference> references;
        for (const ForeignKey *key : distinct_foreign_keys(table)) references.push_back(*key);
        for (const DeclaredRelationship &declared : resolved_.declarations.relationships) {
            const Table *target = facts_.table(declared.target);
            ColumnReference reference;
            reference.name = declared.name;
            reference.target = declared.target;
            reference.columns = table.numbers(declared.source_columns);
            if (declared.source != table.id || target == nullptr || contains(reference.columns, 0)) continue;
            reference.target_columns = target->numbers(declared.target_columns);
            reference.name = end_name(table, reference);
            const auto same = [&](const ColumnReference &key) { return same_link(key, reference); };
            const bool listed = declared.condition.empty() && std::any_of(references.begin(), references.end(), same);
            if (!listed) references.push_back(std::move(reference));
        }
        return references;
    }

    /// Finds a foreign key or declared relationship by name. If given by columns, it must refer to `target`, unless that is 0.
    std::optional<std::string> find(const Table &table, const KeyName &name, TableId target, unsigned line) const {
        ColumnNumbers columns = table.numbers({name.columns.begin(), name.columns.end()});
        std::sort(columns.begin(), columns.end());
        const ForeignKey *named = name.constraint.empty() ? nullptr : table.foreign_key(name.constraint);
        std::optional<std::string> found;
        for (const ColumnReference &key : references(table)) {
            const bool fits = name.constraint.empty() ? united(key.columns, {}) == columns
                              : named != nullptr      ? same_link(*named, key)
                                                      : key.name == name.constraint;
            if (!fits || (target != 0 && key.target != target)) continue;
            if (found) {
                warn_(line, "table " + text_of(table) + " has several foreign keys or declared relationships " + text_of(name) +
                                ": identify it by name");
                return std::nullopt;
            }
            found = standing(table, key);
        }
        if (!found) {
            const Table *referenced = facts_.table(target);
            warn_(line, "foreign key " + text_of(name) + " of table " + text_of(table) +
                            (referenced != nullptr ? " to " + text_of(*referenced) : "") + " does not exist");
        }
        return found;
    }

    /// The foreign key that represents a link: of several, the one that a bridge in the file names.
    std::string standing(const Table &table, const ColumnReference &key) const {
        for (const auto &[bridge, declaration] : resolved_.declarations.bridges) {
            if (bridge != table.id) continue;
            for (const std::string &end : declaration.ends) {
                const ForeignKey *named = table.foreign_key(end);
                if (named != nullptr && table.foreign_key(key.name) != nullptr && same_link(*named, key)) return named->name;
            }
        }
        return key.name;
    }

    /// Reports an entry if an earlier line has the same key.
    template <typename Key>
    void once(std::map<Key, unsigned> &lines, const Key &key, unsigned line, const std::string &what) const {
        const auto [before, fresh] = lines.emplace(key, line);
        if (!fresh) refuse_line(config_, line, what + " on line " + std::to_string(before->second));
    }

    void read(const Config::Bridge &bridge) {
        const Table *table = find(bridge.table, bridge.line);
        if (table == nullptr) return;
        once(bridge_lines_, table->id, bridge.line, "table " + text_of(*table) + " already has a bridge declaration");
        BridgeDeclaration declaration;
        declaration.verdict = bridge.rejected ? BridgeDeclaration::Verdict::rejected : BridgeDeclaration::Verdict::declared;
        for (const KeyName &end : bridge.ends) {
            const std::optional<std::string> key = find(*table, end, 0, bridge.line);
            if (!key) resolved_.in_part.insert(table->id);
            if (key || !end.constraint.empty()) declaration.ends.push_back(end.constraint.empty() ? *key : end.constraint);
        }
        // Without one of its ends it would be a different bridge. A bridge that waits for a constraint does not exist until
        // then.
        if (declaration.ends.size() == bridge.ends.size())
            resolved_.declarations.bridges.emplace_back(table->id, std::move(declaration));
    }

    bool has_columns(const Table &table, const std::vector<std::string> &columns, unsigned line) const {
        for (const std::string &column : columns) {
            if (table.column(column) != nullptr) continue;
            warn_(line, "column " + quote_identifier(column) + " of table " + text_of(table) + " does not exist");
            return false;
        }
        return true;
    }

    /// Whether the extension would accept the condition and the kind; warns about them otherwise.
    bool is_possible(const Config::Relationship &relationship, const Table &source, const Table &target) {
        RelationshipDeclaration declaration;
        declaration.columns = source.numbers({relationship.source_columns.begin(), relationship.source_columns.end()});
        declaration.target_columns = target.numbers({relationship.target_columns.begin(), relationship.target_columns.end()});
        declaration.condition = relationship.condition;
        declaration.kind = relationship.kind;
        try {
            const Condition condition(relationship.condition);
            require_columns(source, condition);
            require_constants(source, condition, test_);
            require_possible(declaration, source, target);
            return true;
        } catch (const UserError &error) {
            warn_(relationship.line, error.what());
            resolved_.in_part.insert(source.id);
            return false;
        }
    }

    void read(const Config::Relationship &relationship) {
        const Table *source = find(relationship.source, relationship.line);
        const Table *target = find(relationship.target, relationship.line);
        if (source == nullptr || target == nullptr) return;
        if (!has_columns(*source, relationship.source_columns, relationship.line) ||
            !has_columns(*target, relationship.target_columns, relationship.line)) {
            resolved_.in_part.insert(source->id);
        } else if (!is_possible(relationship, *source, *target)) {
            return;
        }
        DeclaredRelationship declared;
        declared.source = source->id;
        declared.source_columns = relationship.source_columns;
        declared.target = target->id;
        declared.target_columns = relationship.target_columns;
        declared.condition = relationship.condition;
        declared.kind = relationship.kind;
        declared.name = relationship.name;
        declared.inverse_name = relationship.inverse_name;
        Relationship made;
        made.source = made.holder = declared.source;
        made.target = declared.target;
        made.source_columns = declared.source_columns;
        made.target_columns = declared.target_columns;
        made.condition = declared.condition;
        once(relationship_lines_, Identity(made), relationship.line, "this relationship is already declared");
        name_once(*source, declared.name, relationship.line);
        name_once(*target, declared.inverse_name, relationship.line);
        resolved_.declarations.relationships.push_back(std::move(declared));
    }

    void read(const Config::Rejection &rejection) {
        const Table *source = find(rejection.source, rejection.line);
        const Table *target = rejection.target ? find(*rejection.target, rejection.line) : nullptr;
        if (source == nullptr || (rejection.target && target == nullptr)) return;
        if (!has_columns(*source, rejection.source_columns, rejection.line)) {
            resolved_.in_part.insert(source->id);
            return;
        }
        RejectedRelationship rejected{source->id, rejection.source_columns, target == nullptr ? 0 : target->id};
        std::sort(rejected.source_columns.begin(), rejected.source_columns.end());
        once(rejection_lines_, std::make_tuple(source->id, rejected.source_columns, rejected.target), rejection.line,
             "this relationship is already rejected");
        resolved_.declarations.rejections.push_back(std::move(rejected));
    }

    void name_once(const Table &source, const std::string &name, unsigned line) {
        if (name.empty()) return;
        once(names_, std::make_pair(source.id, name), line,
             "table " + text_of(source) + " already has a relationship " + in_quotes(name));
    }

    void read(const Config::Name &name) {
        const Table *source = find(name.source, name.line);
        const Table *holder = find(name.holder, name.line);
        if (source == nullptr || holder == nullptr) return;
        NameRecord record;
        record.source = source->id;
        record.holder = holder->id;
        record.name = name.name;
        record.chosen = true;
        // A view is the holder of links in both directions, by foreign keys of other tables.
        const bool by_view = holder->is_view();
        record.reverse = by_view ? name.reverse : !name.far_key && (name.reverse || source != holder);
        const bool forward = !name.far_key && !record.reverse;
        const std::optional<std::string> key =
            by_view ? std::nullopt : find(*holder, name.key, forward ? 0 : source->id, name.line);
        const std::optional<std::string> far_key =
            name.far_key && !by_view ? find(*holder, *name.far_key, 0, name.line) : std::nullopt;
        record.constraint = key.value_or(name.key.constraint);
        if (name.far_key) record.far_constraint = far_key.value_or(name.far_key->constraint);
        if (record.constraint.empty() || (name.far_key && record.far_constraint.empty())) return;
        once(record_lines_, key_of(record), name.line, "this relationship already has a name");
        name_once(*source, record.name, name.line);
        resolved_.declarations.names.push_back(std::move(record));
        resolved_.name_lines.push_back(!key || (name.far_key && !far_key) ? 0 : name.line);
    }

    const Config &config_;
    const Facts &facts_;
    const ConstantTest &test_;
    const Warn &warn_;
    std::map<std::tuple<const std::string &, const std::string &>, const Table *> tables_;
    Resolved resolved_;
    std::map<TableId, unsigned> bridge_lines_;
    std::map<Identity, unsigned> relationship_lines_;
    std::map<std::tuple<TableId, ColumnNames, TableId>, unsigned> rejection_lines_;
    std::map<RecordKey, unsigned> record_lines_;
    std::map<std::pair<TableId, std::string>, unsigned> names_;
};

}  // namespace

Words words_of(const Config &config) {
    Words words = Words::defaults();
    for (const Config::Word &word : config.words) words.add(word.list, word.word, word.form);
    return words;
}

Warn warn_about(const Config &config) {
    return [file = config.file](unsigned line, const std::string &message) {
        warn(file + ':' + std::to_string(line) + ": " + message);
    };
}

UserInput user_input(const Config &config) {
    const auto resolved = std::make_shared<Resolved>();
    const Warn warn = warn_about(config);
    UserInput input;
    input.words = words_of(config);
    input.declarations = [=](const Facts &facts, const ConstantTest &test) {
        *resolved = resolve(config, facts, test, warn);
        return resolved->declarations;
    };
    input.derived = [=](const std::vector<Relationship> &relationships) { warn_of_unused_names(*resolved, relationships, warn); };
    return input;
}

Resolved resolve(const Config &config, const Facts &facts, const ConstantTest &test, const Warn &warn) {
    std::vector<std::pair<unsigned, std::string>> warnings;
    const Warn collect = [&](unsigned line, const std::string &message) { warnings.emplace_back(line, message); };
    Resolved resolved = Resolver(config, facts, test, collect).read();
    std::stable_sort(warnings.begin(), warnings.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    for (const auto &[line, message] : warnings) warn(line, message);
    return resolved;
}

void warn_of_unused_names(const Resolved &resolved, const std::vector<Relationship> &relationships, const Warn &warn) {
    std::map<RecordKey, TableId> sources;
    std::set<std::tuple<TableId, TableId, std::string>> names;  // a declared end may have received its own name only now
    for (const Relationship &relationship : relationships) {
        sources.emplace(key_of(relationship), relationship.source);
        names.emplace(relationship.source, relationship.bridge, relationship.name);
    }
    for (std::size_t i = 0; i < resolved.declarations.names.size(); ++i) {
        const NameRecord &record = resolved.declarations.names[i];
        const auto found = sources.find(key_of(record));
        const bool used = (found != sources.end() && found->second == record.source) ||
                          (!record.far_constraint.empty() && names.count({record.source, record.holder, record.name}) > 0);
        if (used || resolved.name_lines[i] == 0) continue;
        warn(resolved.name_lines[i], "no relationship found for name " + in_quotes(record.name));
    }
}

Identity::Identity(const Relationship &r)
    : source_(r.source),
      target_(r.target),
      holder_(r.holder),
      constraint_(r.constraint),
      far_constraint_(r.far_constraint),
      condition_(r.constraint.empty() ? r.condition.get() : std::string()),
      reverse_(r.reverse) {
    for (std::size_t i = 0; r.constraint.empty() && i < r.source_columns.size(); ++i) {
        columns_.emplace(r.source_columns[i], r.target_columns[i]);
    }
}

bool Identity::operator<(const Identity &other) const {
    const auto all = [](const Identity &one) {
        return std::tie(one.source_, one.target_, one.holder_, one.constraint_, one.far_constraint_, one.condition_, one.reverse_,
                        one.columns_);
    };
    return all(*this) < all(other);
}

bool Identity::is_of(const NameRecord &record) const {
    return key_of(record) == RecordKey(holder_, constraint_, far_constraint_, reverse_);
}

}  // namespace relmeta::client

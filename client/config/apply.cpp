// Apply declarations about tables first, then, once the relationships derived from them exist, the names. A name that the file
// does not set gets the value it would have in a database created in one step: choose that name, then forget the choice.
#include "apply.hpp"

#include <algorithm>
#include <map>

#include "../call.hpp"
#include "../source.hpp"
#include "../standalone/binary_row.hpp"
#include "../standalone/catalog.hpp"
#include "../standalone/constants.hpp"
#include "../transaction.hpp"
#include "core/naming/contested.hpp"
#include "core/text/quote.hpp"
#include "stored.hpp"

namespace relmeta::client {
namespace {

/// Files are in UTF-8, regardless of the terminal's encoding. Lasts until the end of the transaction.
void exchange_utf8(Connection &connection) {
    connection.run({"SELECT pg_catalog.set_config('client_encoding', 'UTF8', true)", {}});
}

const Command &declaring(const std::string &name) {
    static const Commands commands = declare_commands();
    return *std::find_if(commands.begin(), commands.end(), [&](const Command &command) { return command.name == name; });
}

/// Column order is the user's choice and does not matter here.
Identity identity_of(const DeclaredRelationship &declared) {
    Relationship made;
    made.source = made.holder = declared.source;
    made.target = declared.target;
    made.source_columns = declared.source_columns;
    made.target_columns = declared.target_columns;
    made.condition = declared.condition;
    return Identity(made);
}

bool same(const BridgeDeclaration &a, const BridgeDeclaration &b) {
    const auto sorted = [](std::vector<std::string> names) {
        std::sort(names.begin(), names.end());
        return names;
    };
    return a.verdict == b.verdict && sorted(a.ends) == sorted(b.ends);
}

using Word = std::tuple<std::string, std::string, std::string>;

std::set<Word> set_of(const std::vector<Config::Word> &words) {
    std::set<Word> set;
    for (const Config::Word &word : words) set.emplace(word.list, word.word, word.form);
    return set;
}

class Applier {
public:
    Applier(const Context &context, const Config &config) : context_(context), connection_(context.connection), config_(config) {}

    int run() {
        Transaction transaction(connection_, Transaction::Purpose::write);
        exchange_utf8(connection_);
        kept_ = read_stored(connection_);
        const std::vector<Config::Word> left = words_left();
        Config words = config_;
        words.words.insert(words.words.end(), left.begin(), left.end());
        const UserInput builtin{words_of(words), {}, {}};
        Catalog catalog = read_catalog(connection_, builtin.words, {});
        facts_ = &catalog.facts;
        find_foreign_tables();
        const Warn warn = warn_about(config_);
        resolved_ = resolve(config_, catalog.facts, constant_test(connection_, catalog.types), warn);
        wanted_ = &resolved_.declarations;
        derive(connection_, {builtin.words, [&](const Facts &, const ConstantTest &) { return *wanted_; }, {}}, catalog);
        warn_of_unused_names(resolved_, catalog.relationships, warn);

        apply_words(left);
        const std::size_t after_words = calls_;
        forget_omitted();
        if (calls_ > after_words) {  // without the ends of a bridge, names through it are left
            kept_ = read_stored(connection_);
            forget_omitted();
        }
        declare_relationships();
        reject_relationships();
        kept_ = read_stored(connection_);
        declare_bridges();
        // A bridge between declared relationships is found by their names, so these come first.
        std::size_t before = 0;
        do {
            before = calls_;
            kept_ = read_stored(connection_);
            apply_names(catalog.relationships);
        } while (unmatched_ && calls_ > before);
        if (context_.settings.dry_run) {
            if (calls_ == 0) context_.output.note("nothing to do");
            return done;  // the transaction rolls back
        }
        transaction.commit();
        context_.output.note(calls_ == 0 ? "nothing to do" : std::to_string(calls_) + (calls_ == 1 ? " change" : " changes"));
        return done;
    }

private:
    std::string text_of(TableId table) const { return quote_qualified(facts_->at(table).schema, facts_->at(table).name); }
    bool is_there(TableId table) const { return facts_->table(table) != nullptr; }

    void call(const std::string &command, const Arguments &arguments) {
        if (context_.settings.dry_run) context_.output.line(call_text(declaring(command), arguments, connection_));
        connection_.run(statement_of(declaring(command), arguments));
        ++calls_;
    }

    /// Finds tables owned by other roles. Declarations about them that the file omits are kept.
    void find_foreign_tables() {
        const char *const query =
            "SELECT c.oid FROM pg_catalog.pg_class AS c WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') "
            "AND NOT pg_catalog.pg_has_role(c.relowner, 'USAGE')";
        for_each_row(connection_.run_binary({query, {}}), [&](BinaryRow row) { of_others_.insert(row.oid()); });
    }

    bool may_forget(TableId table) {
        if (!is_there(table) || resolved_.in_part.count(table) > 0) return false;
        if (of_others_.count(table) == 0) return true;
        if (warned_.insert(table).second) {
            warn("keeping the declarations of table " + text_of(table) +
                 " that are not in the file: the table belongs to another role");
        }
        return false;
    }

    // Words

    /// Words that the file omits but the role may not delete.
    std::vector<Config::Word> words_left() {
        std::vector<Config::Word> left;
        const char *const query = "SELECT pg_catalog.has_table_privilege('relmeta.word', 'DELETE')";
        if (connection_.run({query, {}}).value(0, 0) == "t") return left;
        const std::set<Word> wanted = set_of(config_.words);
        for (const Config::Word &word : kept_.words) {
            if (wanted.count({word.list, word.word, word.form}) == 0) left.push_back(word);
        }
        if (!left.empty()) warn("keeping words that are not in the file: they belong to another role");
        return left;
    }

    void apply_words(const std::vector<Config::Word> &left) {
        const std::set<Word> kept = set_of(kept_.words), wanted = set_of(config_.words), stay = set_of(left);
        std::vector<Word> gone, fresh;
        std::set_difference(kept.begin(), kept.end(), wanted.begin(), wanted.end(), std::back_inserter(gone));
        std::set_difference(wanted.begin(), wanted.end(), kept.begin(), kept.end(), std::back_inserter(fresh));
        gone.erase(std::remove_if(gone.begin(), gone.end(), [&](const Word &word) { return stay.count(word) > 0; }), gone.end());
        change_words("DELETE FROM relmeta.word WHERE (list, word, COALESCE(form, '')) IN (", gone, "''", ")");
        change_words("INSERT INTO relmeta.word (list, word, form) VALUES ", fresh, "NULL", "");
    }

    /// One statement for all words, because each statement derives the whole catalog again.
    void change_words(const std::string &head, const std::vector<Word> &words, const std::string &no_form,
                      const std::string &tail) {
        if (words.empty()) return;
        Statement statement;
        std::string shown;
        for (const auto &[list, word, form] : words) {
            std::string row = "(", shown_row = "(";
            for (const std::string &value : {list, word, form}) {
                if (row.size() > 1) {
                    row += ", ";
                    shown_row += ", ";
                }
                if (value.empty()) {
                    row += no_form;
                    shown_row += no_form;
                } else {
                    statement.values.emplace_back(value);
                    row += '$' + std::to_string(statement.values.size());
                    shown_row += connection_.literal(value);
                }
            }
            statement.text += (statement.text.empty() ? "" : ", ") + row + ')';
            shown += (shown.empty() ? "" : ", ") + shown_row + ')';
        }
        statement.text = head + statement.text + tail;
        if (context_.settings.dry_run) context_.output.line(head + shown + tail + ';');
        connection_.run(statement);
        ++calls_;
    }

    // Bridges and relationships

    const BridgeDeclaration *bridge_declaration(const Declarations &declarations, TableId table) const {
        const auto found =
            std::find_if(declarations.bridges.begin(), declarations.bridges.end(),
                         [&](const auto &each) { return each.first == table; });
        return found == declarations.bridges.end() ? nullptr : &found->second;
    }

    const DeclaredRelationship *declaration_of(const Declarations &declarations, const Identity &identity) const {
        const auto same = [&](const DeclaredRelationship &each) {
            return !(identity_of(each) < identity) && !(identity < identity_of(each));
        };
        const auto found = std::find_if(declarations.relationships.begin(), declarations.relationships.end(), same);
        return found == declarations.relationships.end() ? nullptr : &*found;
    }

    /// Forgets declarations that the file omits: only the relationship if possible, otherwise everything declared on its table,
    /// which is then declared again from the file.
    void forget_omitted() {
        std::set<TableId> tables;
        for (const auto &[table, declaration] : kept_.declarations.bridges) {
            if (bridge_declaration(*wanted_, table) == nullptr && may_forget(table)) tables.insert(table);
        }
        for (const NameRecord &record : kept_.declarations.names) {
            const bool waits = record.chosen && !is_named(record);
            const bool in_file = std::any_of(wanted_->names.begin(), wanted_->names.end(),
                                          [&](const NameRecord &each) { return key_of(each) == key_of(record); });
            if (waits && !in_file && may_forget(record.source)) tables.insert(record.source);
        }
        for (const RejectedRelationship &rejected : kept_.declarations.rejections) {
            if (!is_rejected(*wanted_, rejected) && may_forget(rejected.source)) tables.insert(rejected.source);
        }
        for (const DeclaredRelationship &declared : kept_.declarations.relationships) {
            const Identity identity = identity_of(declared);
            if (declaration_of(*wanted_, identity) != nullptr || !may_forget(declared.source)) continue;
            const auto row = kept_.relationships.find(identity);
            if (row == kept_.relationships.end()) {
                tables.insert(declared.source);
            } else if (tables.count(declared.source) == 0) {
                call("forget", {{"source", {text_of(declared.source)}}, {"name", {row->second.name}}});
            }
        }
        for (const TableId table : tables) {
            call("forget", {{"source", {text_of(table)}}});
            const auto of_table = [&](const auto &each) { return each.source == table; };
            auto &[bridges, relationships, names, rejections] = kept_.declarations;
            rejections.erase(std::remove_if(rejections.begin(), rejections.end(), of_table), rejections.end());
            bridges.erase(std::remove_if(bridges.begin(), bridges.end(), [&](const auto &each) { return each.first == table; }),
                          bridges.end());
            relationships.erase(std::remove_if(relationships.begin(), relationships.end(), of_table), relationships.end());
            names.erase(std::remove_if(names.begin(), names.end(), of_table), names.end());
        }
    }

    bool is_named(const NameRecord &record) const {
        return std::any_of(kept_.relationships.begin(), kept_.relationships.end(),
                           [&](const auto &each) { return each.first.is_of(record); });
    }

    /// The name that an end has in the database: a declared relationship may have another one than in the file.
    std::string stored_end(TableId table, const std::string &end) const {
        const Table &bridge = facts_->at(table);
        const ColumnReference *found = reference(bridge, end);
        for (const DeclaredRelationship &declared : wanted_->relationships) {
            const bool same = declared.source == table && found != nullptr && declared.target == found->target &&
                              bridge.numbers(declared.source_columns) == found->columns && bridge.foreign_key(end) == nullptr &&
                              (declared.name.empty() || declared.name == end);
            const auto row = same ? kept_.relationships.find(identity_of(declared)) : kept_.relationships.end();
            if (row != kept_.relationships.end()) return row->second.name;
        }
        return end;
    }

    void declare_bridges() {
        for (const auto &[table, declaration] : wanted_->bridges) {
            const BridgeDeclaration *before = bridge_declaration(kept_.declarations, table);
            BridgeDeclaration wanted = declaration;
            for (std::string &end : wanted.ends) end = stored_end(table, end);
            if (before != nullptr && same(*before, wanted)) continue;
            const Table &bridge = facts_->at(table);
            const auto is_gone = [&](const std::string &end) { return reference(bridge, end) == nullptr; };
            if (std::any_of(declaration.ends.begin(), declaration.ends.end(), is_gone)) continue;  // already reported
            Arguments arguments{{"bridge", {text_of(table)}}};
            const bool rejected = declaration.verdict == BridgeDeclaration::Verdict::rejected;
            if (!wanted.ends.empty()) arguments["ends"] = wanted.ends;
            call(rejected ? "reject-bridge" : "declare-bridge", arguments);
        }
    }

    void declare_relationships() {
        for (const DeclaredRelationship &declared : wanted_->relationships) {
            const DeclaredRelationship *before = declaration_of(kept_.declarations, identity_of(declared));
            if (before != nullptr && before->kind == declared.kind) continue;
            const Table &source = facts_->at(declared.source), &target = facts_->at(declared.target);
            const ColumnNumbers columns = source.numbers(declared.source_columns),
                                others = target.numbers(declared.target_columns);
            if (contains(columns, 0) || contains(others, 0)) continue;  // already reported
            const auto says_it = [&](const ForeignKey &key) {
                return key.target == target.id && same_pairs(key.columns, key.target_columns, columns, others);
            };
            if (declared.condition.empty() && std::any_of(source.foreign_keys.begin(), source.foreign_keys.end(), says_it))
                continue;  // its names still apply
            Arguments arguments{{"source", {text_of(declared.source)}},
                                {"source_columns", declared.source_columns},
                                {"target", {text_of(declared.target)}},
                                {"target_columns", declared.target_columns}};
            if (!declared.kind.empty()) arguments["kind"] = {declared.kind};
            if (!declared.condition.empty()) arguments["condition"] = {declared.condition};
            call("declare-relationship", arguments);
        }
    }

    static bool is_rejected(const Declarations &declarations, const RejectedRelationship &rejected) {
        const auto sorted = [](ColumnNames columns) {
            std::sort(columns.begin(), columns.end());
            return columns;
        };
        return std::any_of(declarations.rejections.begin(), declarations.rejections.end(), [&](const RejectedRelationship &each) {
            return each.source == rejected.source && each.target == rejected.target &&
                   sorted(each.source_columns) == sorted(rejected.source_columns);
        });
    }

    void reject_relationships() {
        for (const RejectedRelationship &rejected : wanted_->rejections) {
            if (is_rejected(kept_.declarations, rejected)) continue;
            Arguments arguments{{"source", {text_of(rejected.source)}}, {"source_columns", rejected.source_columns}};
            if (rejected.target != 0) arguments["target"] = {text_of(rejected.target)};
            call("reject-relationship", arguments);
        }
    }

    // Names

    /// The desired name of a relationship, and how to make it permanent.
    struct Wish {
        const Relationship *relationship;
        std::string name;      ///< current
        bool in_file = false;  ///< the file sets the name
        bool chosen = false;   ///< recorded as chosen
        bool contested = false;
    };

    std::vector<Wish> wishes(const std::vector<Relationship> &relationships) {
        std::set<RecordKey> in_file, chosen;
        for (const NameRecord &record : wanted_->names) in_file.insert(key_of(record));
        for (const NameRecord &record : kept_.declarations.names) {
            if (record.chosen) chosen.insert(key_of(record));
        }
        const std::vector<bool> contest = contested(relationships, *facts_);
        std::vector<Wish> wishes;
        for (std::size_t i = 0; i < relationships.size(); ++i) {
            const Relationship &relationship = relationships[i];
            const auto row = kept_.relationships.find(Identity(relationship));
            if (row == kept_.relationships.end()) {  // the catalog is out of date
                unmatched_ = true;
                continue;
            }
            const bool declared = relationship.origin == Origin::declared;
            Wish wish{&relationship, row->second.name, !declared && in_file.count(key_of(relationship)) > 0,
                      !declared && chosen.count(key_of(relationship)) > 0, contest[i]};
            const bool differs = wish.name != relationship.name;
            const bool names_column = facts_->at(relationship.source).column(relationship.name) != nullptr;
            if (differs && names_column) {
                warn("table " + text_of(relationship.source) + " has a column " + in_quotes(relationship.name) +
                     ": relationship " + in_quotes(wish.name) + " keeps its name");
                continue;
            }
            // If the server can prove more than the client, prefer the server's name for what the file omits.
            const bool not_in_file = !declared && !wish.in_file;
            if (not_in_file && row->second.kind != to_string(relationship.kind)) continue;
            if (not_in_file && (differs || wish.chosen) && !may_forget(relationship.source)) continue;
            wishes.push_back(wish);
        }
        return wishes;
    }

    void rename(Wish &wish, const std::string &name) {
        const TableId source = wish.relationship->source;
        call("rename-relationship", {{"source", {text_of(source)}}, {"name", {wish.name}}, {"new_name", {name}}});
        taken_.erase({source, wish.name});
        taken_.emplace(source, name);
        wish.name = name;
    }

    void apply_names(const std::vector<Relationship> &relationships) {
        unmatched_ = false;
        taken_.clear();
        std::vector<Wish> all = wishes(relationships);
        for (const auto &[identity, row] : kept_.relationships) taken_.emplace(row.source, row.name);
        std::vector<Wish *> open;
        for (Wish &wish : all) {
            if (wish.name != wish.relationship->name) open.push_back(&wish);
        }
        std::set<const Wish *> renamed(open.begin(), open.end());
        while (!open.empty()) {
            const auto is_free = [&](const Wish *wish) {
                return taken_.count({wish->relationship->source, wish->relationship->name}) == 0;
            };
            const auto free = std::find_if(open.begin(), open.end(), is_free);
            if (free == open.end()) {
                step_aside(*open.front(), open);
            } else {
                rename(**free, (*free)->relationship->name);
                open.erase(free);
            }
        }
        for (Wish &wish : all) {
            if (wish.in_file && !wish.chosen && !wish.contested && renamed.count(&wish) == 0) rename(wish, wish.name);
        }
        for (const Wish &wish : all) {
            const bool declared = wish.relationship->origin == Origin::declared;
            if (declared || wish.in_file || !(wish.chosen || renamed.count(&wish) > 0)) continue;
            call("forget", {{"source", {text_of(wish.relationship->source)}}, {"name", {wish.name}}});
        }
    }

    /// Frees the name that a wish needs. If no open wish has it, the server reports why it is not available.
    void step_aside(Wish &wish, std::vector<Wish *> &open) {
        const TableId source = wish.relationship->source;
        const auto holder = std::find_if(open.begin(), open.end(), [&](const Wish *other) {
            return other->relationship->source == source && other->name == wish.relationship->name;
        });
        if (holder == open.end()) {
            if (wish.in_file) rename(wish, wish.relationship->name);
            open.erase(std::find(open.begin(), open.end(), &wish));
            return;
        }
        for (int number = 1;; ++number) {
            const std::string name = "relmeta_" + std::to_string(number);
            if (taken_.count({source, name}) > 0 || facts_->at(source).column(name) != nullptr) continue;
            return rename(**holder, name);
        }
    }

    const Context &context_;
    Connection &connection_;
    const Config &config_;
    Stored kept_;
    const Facts *facts_ = nullptr;
    Resolved resolved_;
    const Declarations *wanted_ = nullptr;
    std::set<TableId> of_others_, warned_;
    std::set<std::pair<TableId, std::string>> taken_;
    bool unmatched_ = false;  ///< a derived relationship is not stored
    std::size_t calls_ = 0;
};

}  // namespace

int run_save(const Context &context) {
    Connection &connection = context.connection;
    const Config there = config_in_effect(context.settings.config);
    Transaction transaction(connection, Transaction::Purpose::read);
    exchange_utf8(connection);
    Stored kept;
    UserInput input = user_input(there);
    Declarations declarations;
    if (context.source.standalone()) {
        kept.words = there.words;
        input.declarations = [&, resolve = input.declarations](const Facts &facts, const ConstantTest &test) {
            return declarations = resolve(facts, test);
        };
    } else {
        kept = read_stored(connection);
        Config words;
        words.words = kept.words;
        declarations = kept.declarations;
        input = {words_of(words), [&](const Facts &, const ConstantTest &) { return declarations; }, {}};
    }
    Catalog catalog = read_catalog(connection, input.words, {});
    derive(connection, input, catalog);
    give_stored_names(kept, catalog.relationships);
    Config config = config_of(declarations, catalog.relationships, catalog.facts);
    config.words = kept.words;
    config.ignores = there.ignores;
    transaction.commit();
    context.output.text(text_of(config));
    return done;
}

int run_apply(const Context &context) {
    const Config config = read_config(context.arguments.at("file").front());
    return Applier(context, config).run();
}

}  // namespace relmeta::client

// Tries plans, starting with everything, until one fits.
#include "core/context/context.hpp"

#include <functional>

#include "core/context/joins.hpp"
#include "core/context/names.hpp"
#include "core/context/picture.hpp"
#include "core/context/tokens.hpp"
#include "core/context/writer.hpp"

namespace relmeta {

namespace {

class Fitting {
public:
    Fitting(ContextWriter &writer, std::size_t tokens) : writer_(writer), tokens_(tokens) {}

    std::string fit(bool may_drop_tables, std::size_t tables);

private:
    bool fits(const ContextPlan &plan) {
        std::string text = writer_.write(plan);
        least_ = estimated_tokens(text);
        if (least_ > tokens_) return false;
        text_ = std::move(text);
        return true;
    }
    /// The largest value between `low`, which fits, and `high` for which the plan fits. Sets text_ to its text.
    std::size_t most(std::size_t low, std::size_t high, const std::function<ContextPlan(std::size_t)> &plan) {
        while (low < high) {
            const std::size_t middle = high - (high - low) / 2;
            if (fits(plan(middle))) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
    bool fits_with_ways(ContextPlan plan) {
        plan.many = 0;
        if (!fits(plan)) return false;
        most(0, writer_.ways(), [&](std::size_t many) {
            plan.many = many;
            return plan;
        });
        return true;
    }

    ContextWriter &writer_;
    const std::size_t tokens_;
    std::size_t least_ = 0;  ///< the number of tokens of the last plan
    std::string text_;
};

std::string Fitting::fit(bool may_drop_tables, std::size_t tables) {
    ContextPlan plan;
    if (fits(plan)) return text_;
    plan.comments = false;
    if (fits_with_ways(plan)) return text_;
    plan.unique_keys = false;
    if (fits_with_ways(plan)) return text_;
    plan.many = plan.columns = 0;
    if (fits(plan)) {
        most(0, writer_.most_columns(), [&](std::size_t columns) {
            plan.columns = columns;
            return plan;
        });
        return text_;
    }
    if (may_drop_tables) {
        plan.tables = writer_.bridges();
        plan.names_of_left_out = fits(plan);
        if (plan.names_of_left_out || fits(plan)) {
            most(writer_.bridges(), tables, [&](std::size_t kept) {
                plan.tables = kept;
                return plan;
            });
            return text_;
        }
    }
    throw UserError(
        sqlstate::program_limit_exceeded,
        "context of " + std::to_string(tokens_) + " tokens is too small: it takes at least " + std::to_string(least_),
        may_drop_tables ? "Allow more tokens, or name the tables that you need." : "Allow more tokens, or name fewer tables.");
}

void require_readable(const ContextInput &input, const Picture &picture) {
    for (const TableId id : *input.tables) {
        if (picture.find(id) == nullptr) {
            throw UserError(sqlstate::insufficient_privilege,
                            "permission denied for table " + context_name(input.facts.at(id).name));
        }
    }
}

}  // namespace

std::size_t context_tokens(int tokens) {
    if (tokens > 0) return static_cast<std::size_t>(tokens);
    throw UserError(sqlstate::invalid_parameter_value, "invalid value for parameter \"tokens\": " + std::to_string(tokens),
                    "The number of tokens must be positive.");
}

std::string context(const ContextInput &input) {
    Picture picture(input);
    std::string joins;
    if (input.tables) {
        require_readable(input, picture);
        ContextJoins found;
        if (!input.tables->empty()) found = context_joins(input, picture);
        joins = found.text;
        if (input.tables->size() == 1) joins = ContextWriter(input, picture, "").ways_of(input.tables->front());
        picture.restrict_to(found.tables);
    }
    ContextWriter writer(input, picture, joins);
    return Fitting(writer, input.tokens).fit(!input.tables, picture.tables().size());
}

}  // namespace relmeta

#include "core/expression/constant.hpp"

namespace relmeta {

namespace {

// pg_type.dat and pg_operator.dat; built-in OIDs never change
constexpr long boolean_type = 16, integer_type = 23, text_type = 25, bpchar_type = 1042, varchar_type = 1043;
constexpr long text_equal = 98, bpchar_equal = 1054;

/// Decodes the bytes as an integer, least significant byte first if `least_first`; nullopt if it does not fit into an int4.
std::optional<std::int64_t> integer_from(const std::vector<int> &bytes, bool least_first) {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        word |= static_cast<std::uint64_t>(bytes[least_first ? i : bytes.size() - 1 - i]) << (8 * i);
    }
    const auto number = static_cast<std::int64_t>(
        bytes.size() == 4 ? static_cast<std::uint64_t>(static_cast<std::int64_t>(static_cast<std::int32_t>(word))) : word);
    return number >= INT32_MIN && number <= INT32_MAX ? std::optional<std::int64_t>(number) : std::nullopt;
}

}  // namespace

Constant constant_of(const Node &node) {
    const std::optional<bool> null = node.flag("constisnull");
    const std::optional<long> type = node.number("consttype");
    if (!null || !type) return {};
    if (*null) return {true, true, 0};
    const std::vector<int> bytes = node.bytes("constvalue");
    if ((bytes.size() != 4 && bytes.size() != 8) || (*type != boolean_type && *type != integer_type)) return {};
    // A server of the other byte order stores the bytes in reverse; only 0 and -1 are an int4 in both orders.
    std::optional<std::int64_t> number = integer_from(bytes, true);
    if (!number) number = integer_from(bytes, false);
    if (!number) return {};
    return {true, false, *type == boolean_type ? (*number != 0 ? 1 : 0) : *number};
}

std::optional<std::string> text_of(const Node &node) {
    const std::optional<long> type = node.number("consttype");
    if (!node.is("CONST") || node.flag("constisnull") != false || (type != text_type && type != bpchar_type && type != varchar_type)) {
        return std::nullopt;
    }
    const std::vector<int> bytes = node.bytes("constvalue");
    if (bytes.size() < 4) return std::nullopt;  // they begin with their number
    return std::string(bytes.begin() + 4, bytes.end());
}

const Node &without_casts(const Node &node) {
    const Node *inner = &node;
    while ((inner->is("RELABELTYPE") || inner->is("ARRAYCOERCEEXPR")) && inner->child("arg") != nullptr) inner = inner->child("arg");
    return *inner;
}

bool is_text_equality(const Node &node) {
    const std::optional<long> id = node.number("opno");
    return id == text_equal || id == bpchar_equal;
}

std::optional<bool> is_not_null_test(const Node &test) {
    const std::optional<long> type = test.number("nulltesttype");
    return type == 1 ? std::optional<bool>(true) : type == 0 ? std::optional<bool>(false) : std::nullopt;
}

}  // namespace relmeta

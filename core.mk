# Core, its tests, and static checks of the sources. Nothing here needs PostgreSQL.

CORE_SOURCES := $(sort $(wildcard extension/src/core/*/*.cpp))
UNIT_SOURCES := $(sort $(wildcard tests/unit/*_test.cpp))
CORE_OBJECTS := $(CORE_SOURCES:extension/src/%.cpp=build/%.o)
UNIT_OBJECTS := $(UNIT_SOURCES:%.cpp=build/%.o)
CORE         := build/libcore.a

CXXFLAGS ?= -O2 -g
# GCC 14 and 16 warn of vectors that are freed correctly. AddressSanitizer finds what that warning is about.
WARNINGS := -Wall -Wextra -Werror -Wno-free-nonheap-object
STRICT   := -std=c++17 $(WARNINGS) $(if $(findstring clang,$(CXX)),-Wno-unknown-warning-option)
TRACK    := -MMD -MP
# Names and lines are enough for a stack trace; all debug information takes a third of the compiler's time. For gdb: make DEBUG=-g
DEBUG    ?= -g1
# clang does not accept GCC's level for this warning, and -Wextra enables the warning there anyway.
OURS      = $(filter-out -Wimplicit-fallthrough=%,$(CXXFLAGS)) $(DEBUG) $(STRICT) $(PROFILE)

# Symbols are hidden: if two libraries export the same C++ symbol, both call the first one's.
CORE_FLAGS = $(OURS) -fPIC -fvisibility=hidden -fvisibility-inlines-hidden -Iextension/src
# The compiler takes longer to optimize the tests than they take to run.
UNIT_FLAGS = $(OURS) -O0 -Iextension/src

$(CORE_OBJECTS): build/%.o: extension/src/%.cpp
	@mkdir -p $(@D)
	$(CXX) $(CORE_FLAGS) $(TRACK) -c -o $@ $<

# The extension and the client link the same archive.
$(CORE): $(CORE_OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

$(UNIT_OBJECTS): build/%.o: %.cpp
	@mkdir -p $(@D)
	$(CXX) $(UNIT_FLAGS) $(TRACK) -c -o $@ $<

build/unit: $(UNIT_OBJECTS) $(CORE)
	$(CXX) $(OURS) $^ -lgtest_main -lgtest -pthread -o $@

check-unit: build/unit
	build/unit $(UNIT_OPTIONS)

# Core built by clang++ to stop at invalid memory accesses, leaks or undefined behaviour. The unit tests run with it, and libFuzzer
# runs it on random bytes, guided by code coverage. Core is linked first, so its copies of shared inline functions are used.
CLANG_CXX         ?= clang++
SANITIZED_OBJECTS := $(CORE_OBJECTS:build/%=build/sanitized/%)
SANITIZED_FLAGS   := -std=c++17 -O1 -g1 -D_GLIBCXX_ASSERTIONS -fsanitize=address,undefined -fno-sanitize-recover=all

$(SANITIZED_OBJECTS): build/sanitized/%.o: extension/src/%.cpp
	@mkdir -p $(@D)
	$(CLANG_CXX) $(SANITIZED_FLAGS) -fsanitize=fuzzer-no-link $(WARNINGS) -Wno-unknown-warning-option -Iextension/src $(TRACK) -c -o $@ $<

build/sanitized/unit: $(SANITIZED_OBJECTS) $(UNIT_OBJECTS)
	$(CLANG_CXX) $(SANITIZED_FLAGS) $^ -lgtest_main -lgtest -pthread -o $@

check-sanitized: build/sanitized/unit
	build/sanitized/unit $(UNIT_OPTIONS)

FUZZERS      := $(patsubst tests/fuzz/%.cpp,build/fuzz/%,$(sort $(wildcard tests/fuzz/*_fuzz.cpp)))
FUZZ_SECONDS ?= 60

$(FUZZERS): build/fuzz/%: tests/fuzz/%.cpp $(SANITIZED_OBJECTS)
	@mkdir -p $(@D)
	$(CLANG_CXX) $(SANITIZED_FLAGS) -fsanitize=fuzzer -Iextension/src $(TRACK) -MF $@.d $< $(SANITIZED_OBJECTS) -o $@

# Debian packages libFuzzer separately.
can-fuzz:
	@echo 'extern "C" int LLVMFuzzerTestOneInput(const char *, long) { return 0; }' | $(CLANG_CXX) -fsanitize=fuzzer -x c++ - -o /dev/null

# Random inputs for FUZZ_SECONDS each. build/fuzz keeps the inputs that reached new code, and the next run starts from them. A
# failing input is written there; pass its file to the fuzzer to reproduce it.
fuzz: $(FUZZERS)
	@set -e; for fuzzer in $(FUZZERS); do mkdir -p $$fuzzer.found; echo "$$fuzzer $(FUZZ_SECONDS) s"; \
		$$fuzzer -max_total_time=$(FUZZ_SECONDS) -max_len=2000 -artifact_prefix=$$fuzzer.failing- -print_final_stats=1 $$fuzzer.found; done

# The same inputs on every run, for a few seconds.
check-fuzz: $(FUZZERS:=.checked)
build/fuzz/catalog_fuzz.checked: FUZZ_RUNS := 2000
build/fuzz/selection_fuzz.checked: FUZZ_RUNS := 50000
$(FUZZERS:=.checked): %.checked: %
	$< -seed=1 -runs=$(FUZZ_RUNS) -max_len=1000 -len_control=0 -use_cmp=0 -artifact_prefix=$<.failing-
	@echo 'ok $<'

check-includes:
	tests/includes

OWN_SOURCES = $(shell git ls-files '*.cpp' '*.hpp')
format:
	clang-format -i $(OWN_SOURCES)

-include $(patsubst %.o,%.d,$(CORE_OBJECTS) $(UNIT_OBJECTS) $(SANITIZED_OBJECTS)) $(FUZZERS:=.d)

.PHONY: check-unit check-sanitized can-fuzz fuzz check-fuzz $(FUZZERS:=.checked) check-includes format

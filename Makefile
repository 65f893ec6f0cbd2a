# `make help` lists the targets. Everything else that a target needs, it installs.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PORT ?= 8080
VOICEAGENT_DATA ?= $(CURDIR)/data
VOICEAGENT_RESOURCES ?= $(CURDIR)/crds/samples
export PORT VOICEAGENT_DATA VOICEAGENT_RESOURCES
export DOTNET_NOLOGO := 1
export DOTNET_CLI_TELEMETRY_OPTOUT := 1

RUNTIME := runtime/VoiceAgent.Runtime
BUILT := .artifacts/bin

.PHONY: help run test verify generate bench questions clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Serve the sample clinic on http://localhost:8080 (PORT), data in ./data (VOICEAGENT_DATA)
	@.ci/packages run
	@dotnet build $(RUNTIME) -c Release -v quiet
	@dotnet build runtime/VoiceAgent.Cli -c Release -v quiet
	@$(BUILT)/VoiceAgent.Runtime/release/VoiceAgent.Runtime migrate
	@exec $(BUILT)/VoiceAgent.Runtime/release/VoiceAgent.Runtime serve

test: ## Run every test; the last line counts them
	@.ci/packages test
	@.ci/test

verify: ## Fail if anything generated is out of date
	@.ci/packages test
	@dotnet run --project crds/VoiceAgent.Resources.Manifests -- verify
	@dotnet run --project $(RUNTIME) -- openapi verify $(CURDIR)/runtime

generate: ## Write everything that is generated
	@dotnet run --project crds/VoiceAgent.Resources.Manifests -- write
	@dotnet run --project $(RUNTIME) -- openapi write $(CURDIR)/runtime

bench: ## Measure calls per core, added latency and memory; prints JSON lines
	@.ci/packages test
	@dotnet run --project tests/bench -c Release -- $(BENCH)

questions: ## Ask the sample agent 40 spoken questions; fails under 85 % answered from the right passage
	@.ci/packages test
	@dotnet run --project tests/Questions -c Release -- $(QUESTIONS)

clean: ## Remove what was built; data stays
	@rm -rf .artifacts

"""Parts of benchmarks/relevance.py: documents, queries by rules, engines, figures."""

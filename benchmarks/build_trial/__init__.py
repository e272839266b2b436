"""What benchmarks/build.py builds, and the peers that build it too."""

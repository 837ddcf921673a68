"""The portal's data in other people's formats: pure functions from models to data."""

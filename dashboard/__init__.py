"""The pages leaders look at: Streamlit over the published tables, and over nothing else."""

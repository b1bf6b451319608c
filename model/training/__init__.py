"""Building the models: corpus, augmentation, training and evaluation."""

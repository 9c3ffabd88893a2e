// placeholder of the skeleton
